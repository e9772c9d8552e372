# What the network is told beside the sound, the same for every step.
# text: [batch, words, width], as all layers look at it.
def text(self, w: Dict[str, Tensor], told: Tensor) -> Tensor:
  h = torch.silu(self.dense(w, "cross_attention_proj.0", told))
  return self.dense(w, "cross_attention_proj.2", h)

# x: [batch, channels, length]; seconds: [batch, width]; times: [batch].
# The first place is no sound: it carries the seconds and the time.
def enter(self, w: Dict[str, Tensor], x: Tensor, seconds: Tensor, times: Tensor) -> Tensor:
  angles = torch.matmul(torch.mul(torch.unsqueeze(times, 1), 6.283185307179586), torch.unsqueeze(torch.to(w["time_proj.weight"], 6), 0))
  t = self.layer(w, "timestep_proj.0", torch.cat([torch.cos(angles), torch.sin(angles)], -1))
  t = self.layer(w, "timestep_proj.2", torch.silu(t))
  s = self.dense(w, "global_proj.2", torch.silu(self.dense(w, "global_proj.0", seconds)))
  first = torch.unsqueeze(torch.add(s, t), 1)
  x = torch.add(torch.conv1d(x, torch.to(w["preprocess_conv.weight"], 6)), x)
  return torch.cat([first, self.dense(w, "proj_in", torch.transpose(x, 1, 2))], 1)

def block(self, w: Dict[str, Tensor], at: str, x: Tensor, text: Tensor, heads: int, key_heads: int) -> Tensor:
  h = self.norm(w, at + "norm1", x)
  x = torch.add(self.attention(w, at + "attn1.", h, h, heads, heads, 1), x)
  x = torch.add(self.attention(w, at + "attn2.", self.norm(w, at + "norm2", x), text, heads, key_heads, 0), x)
  h = torch.chunk(self.layer(w, at + "ff.net.0.proj", self.norm(w, at + "norm3", x)), 2, -1)
  return torch.add(self.layer(w, at + "ff.net.2", torch.mul(h[0], torch.silu(h[1]))), x)

def attention(self, w: Dict[str, Tensor], at: str, x: Tensor, seen: Tensor, heads: int, key_heads: int, turned: int) -> Tensor:
  q = self.split(self.dense(w, at + "to_q", x), heads)
  k = self.split(self.dense(w, at + "to_k", seen), key_heads)
  v = self.split(self.dense(w, at + "to_v", seen), key_heads)
  if turned == 1:
    q = self.turn(q)
    k = self.turn(k)
  if heads != key_heads:
    k = self.repeat(k, heads)
    v = self.repeat(v, heads)
  out = torch.transpose(torch.scaled_dot_product_attention(q, k, v), 1, 2)
  return self.dense(w, at + "to_out.0", torch.reshape(out, torch.size(x)))

# Each head of keys or values serves several neighbouring heads of queries.
def repeat(self, x: Tensor, heads: int) -> Tensor:
  size = torch.size(x)
  times = torch.expand(torch.unsqueeze(x, 2), [size[0], size[1], torch.floordiv(heads, size[1]), size[2], size[3]])
  return torch.reshape(times, [size[0], heads, size[2], size[3]])

# Rotates the first half of a head by its place; the pairs lie a quarter of a head apart.
def turn(self, x: Tensor) -> Tensor:
  width = torch.floordiv(torch.size(x, 3), 2)
  pairs = torch.floordiv(width, 2)
  steps = torch.reciprocal(torch.pow(10000., torch.div(torch.mul(torch.to(torch.arange(pairs), 6), 2.), width)))
  angles = torch.mul(torch.unsqueeze(torch.to(torch.arange(torch.size(x, 2)), 6), 1), torch.unsqueeze(steps, 0))
  c = torch.cos(angles)
  s = torch.sin(angles)
  a = torch.narrow(x, 3, 0, pairs)
  b = torch.narrow(x, 3, pairs, pairs)
  rest = torch.narrow(x, 3, width, torch.size(x, 3) - width)
  first = torch.sub(torch.mul(a, c), torch.mul(b, s))
  second = torch.add(torch.mul(b, c), torch.mul(a, s))
  return torch.cat([first, second, rest], 3)

def split(self, x: Tensor, heads: int) -> Tensor:
  return torch.transpose(torch.reshape(x, [torch.size(x, 0), torch.size(x, 1), heads, -1]), 1, 2)

def head(self, w: Dict[str, Tensor], x: Tensor) -> Tensor:
  x = torch.transpose(self.dense(w, "proj_out", torch.narrow(x, 1, 1, torch.size(x, 1) - 1)), 1, 2)
  return torch.add(torch.conv1d(x, torch.to(w["postprocess_conv.weight"], 6)), x)

def dense(self, w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
  return torch.linear(x, torch.to(w[name + ".weight"], 6))

def layer(self, w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
  return torch.linear(x, torch.to(w[name + ".weight"], 6), torch.to(w[name + ".bias"], 6))

def norm(self, w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
  return torch.layer_norm(x, [torch.size(x, 2)], torch.to(w[name + ".weight"], 6), torch.to(w[name + ".bias"], 6), 1.0e-05)
