# x: latents [batch, 8, frames, rows, columns]; t: flow time [batch], 0 noise, 1 data;
# hidden: text [batch, words, width]; present: [batch, words], 1 for words and 0 for padding; r: what
# attention is to do beside its work.
# Gives the velocity, of the shape of x.
def velocity(self, w: Dict[str, Tensor], x: Tensor, t: Tensor, hidden: Tensor, present: Tensor, r: Dict[str, Tensor], heads: int, blocks: int) -> Tensor:
  h = self.layer(w, "proj_in", self.patches(x))
  positions = self.positions(w)
  text = self.context(w, hidden)
  mask = self.scores(present)
  e = self.embed(w, t, hidden, present)
  modulation = torch.reshape(self.layer(w, "time_proj", torch.silu(e)), [torch.size(x, 0), 6, -1])
  for i in range(blocks):
    h = self.block(w, "blocks." + str(i) + ".", h, positions, modulation, text, mask, r, heads)
  return self.unpatch(self.head(w, h, e), x)

# Each 2×2 patch of a frame is a token; inside it the order is channel, row, column.
def patches(self, x: Tensor) -> Tensor:
  b = torch.size(x, 0)
  c = torch.size(x, 1)
  f = torch.size(x, 2)
  r = torch.size(x, 3) // 2
  s = torch.size(x, 4) // 2
  split = torch.permute(torch.reshape(x, [b, c, f, r, 2, s, 2]), [0, 2, 3, 5, 1, 4, 6])
  return torch.reshape(split, [b, -1, 4 * c])

def unpatch(self, h: Tensor, x: Tensor) -> Tensor:
  b = torch.size(x, 0)
  c = torch.size(x, 1)
  f = torch.size(x, 2)
  r = torch.size(x, 3) // 2
  s = torch.size(x, 4) // 2
  split = torch.permute(torch.reshape(h, [b, f, r, s, c, 2, 2]), [0, 4, 1, 2, 5, 3, 6])
  return torch.reshape(split, [b, c, f, 2 * r, 2 * s])

def positions(self, w: Dict[str, Tensor]) -> Tensor:
  t = torch.unsqueeze(torch.unsqueeze(w["position_t"], 1), 1)
  h = torch.unsqueeze(torch.unsqueeze(w["position_h"], 0), 2)
  v = torch.unsqueeze(torch.unsqueeze(w["position_w"], 0), 0)
  sum = torch.add(torch.add(t, h), v)
  return torch.reshape(sum, [-1, torch.size(sum, 3)])

# One block: self-attention and feed-forward under the time's shift, scale and gate, with
# cross-attention to the text between them. The positions are added anew at every block.
def block(self, w: Dict[str, Tensor], at: str, h: Tensor, positions: Tensor, modulation: Tensor, text: Tensor, mask: Tensor, r: Dict[str, Tensor], heads: int) -> Tensor:
  m = torch.add(modulation, w[at + "scale_shift_table"])
  h = torch.add(h, positions)
  x = self.modulate(self.norm(h, w[at + "norm1.weight"]), m, 0)
  h = torch.add(h, torch.mul(self.row(m, 2), self.attention(w, at + "self_attention.", x, x, None, False, r, heads)))
  x = self.norm(h, w[at + "norm_cross.weight"])
  h = torch.add(h, self.attention(w, at + "cross_attention.", x, text, mask, True, r, heads))
  x = self.modulate(self.norm(h, w[at + "norm2.weight"]), m, 3)
  return torch.add(h, torch.mul(self.row(m, 5), self.feed_forward(w, at + "ffn.", x)))

# x·(1 + scale) + shift, which stand at `first + 1` and `first`.
def modulate(self, x: Tensor, m: Tensor, first: int) -> Tensor:
  return torch.add(torch.mul(x, torch.add(self.row(m, first + 1), 1.0)), self.row(m, first))

def row(self, m: Tensor, i: int) -> Tensor:
  return torch.narrow(m, 1, i, 1)

def norm(self, x: Tensor, weight: Tensor) -> Tensor:
  square = torch.mean(torch.mul(x, x), [-1], True)
  return torch.mul(torch.mul(x, torch.rsqrt(torch.add(square, 1e-06))), weight)

def attention(self, w: Dict[str, Tensor], at: str, x: Tensor, source: Tensor, mask: Optional[Tensor], words: bool, r: Dict[str, Tensor], heads: int) -> Tensor:
  width = torch.size(x, 2)
  q = torch.linear(x, w[at + "to_q.weight"])
  kv = torch.linear(source, w[at + "to_kv.weight"])
  k = torch.narrow(kv, 2, 0, width)
  v = torch.narrow(kv, 2, width, width)
  out = self.attend(self.split(q, heads), self.split(k, heads), self.split(v, heads), mask, words, r)
  joined = torch.reshape(torch.transpose(out, 1, 2), [torch.size(x, 0), torch.size(x, 1), width])
  return torch.linear(joined, w[at + "to_out.weight"])

def split(self, x: Tensor, heads: int) -> Tensor:
  return torch.transpose(torch.reshape(x, [torch.size(x, 0), torch.size(x, 1), heads, -1]), 1, 2)

def feed_forward(self, w: Dict[str, Tensor], at: str, x: Tensor) -> Tensor:
  gate = torch.silu(torch.linear(x, w[at + "gate.weight"]))
  up = torch.linear(x, w[at + "up.weight"])
  return torch.linear(torch.mul(gate, up), w[at + "down.weight"])

# The embedding e of time and text together, [batch, width].
def embed(self, w: Dict[str, Tensor], t: Tensor, hidden: Tensor, present: Tensor) -> Tensor:
  e = self.layer(w, "time_embedder.linear_1", self.sinusoid(t))
  e = self.layer(w, "time_embedder.linear_2", torch.silu(e))
  weight = torch.unsqueeze(present, 2)
  pooled = torch.div(torch.sum(torch.mul(hidden, weight), [1]), torch.sum(weight, [1]))
  return torch.add(e, self.layer(w, "text_pool", pooled))

# 64 numbers of 1000·t, cosines first.
def sinusoid(self, t: Tensor) -> Tensor:
  half = torch.arange(32, dtype=6)
  rates = torch.exp(torch.mul(half, -0.28782313662425572))
  angles = torch.mul(torch.unsqueeze(torch.mul(t, 1000.0), 1), torch.unsqueeze(rates, 0))
  return torch.cat([torch.cos(angles), torch.sin(angles)], 1)

def layer(self, w: Dict[str, Tensor], at: str, x: Tensor) -> Tensor:
  return torch.linear(x, w[at + ".weight"], w[at + ".bias"])

# The text as the blocks look at it.
def context(self, w: Dict[str, Tensor], hidden: Tensor) -> Tensor:
  x = self.layer(w, "text_proj", hidden)
  return torch.layer_norm(x, [torch.size(x, 2)], w["text_norm.weight"], w["text_norm.bias"], 1e-05)

# What is added to attention scores: nothing for words, a large negative number for padding.
def scores(self, present: Tensor) -> Tensor:
  away = torch.mul(torch.sub(1.0, present), -10000.0)
  return torch.reshape(away, [torch.size(present, 0), 1, 1, torch.size(present, 1)])

def head(self, w: Dict[str, Tensor], h: Tensor, e: Tensor) -> Tensor:
  m = torch.add(torch.unsqueeze(e, 1), w["scale_shift_table"])
  return self.layer(w, "proj_out", self.modulate(self.norm(h, w["norm_out.weight"]), m, 0))
