# The parts, in the order in which they run.
# x: latents, [batch, channels, frames, rows, columns], which the patch divides. Gives tokens,
# [batch, tokens, width], one for each patch, by frames, rows and columns.
def enter(self, w: Dict[str, Tensor], x: Tensor, deep: int, high: int, wide: int) -> Tensor:
  weight = torch.type_as(w["patch_embedding.weight"], x)
  h = torch.conv3d(x, weight, torch.type_as(w["patch_embedding.bias"], x), [deep, high, wide])
  return torch.contiguous(torch.transpose(torch.flatten(h, 2), 1, 2))

# Where each token stands, as the turns of its halves of pairs: complex, [tokens, 1, head / 2].
# head: width of a head; most of its pairs are turned by the frame, the rest by row and column.
def places(self, frames: int, rows: int, columns: int, head: int) -> Tensor:
  side = 2 * (head // 6)
  t = torch.unsqueeze(torch.unsqueeze(self.turns(frames, head - 2 * side), 1), 1)
  r = torch.unsqueeze(torch.unsqueeze(self.turns(rows, side), 0), 2)
  c = torch.unsqueeze(torch.unsqueeze(self.turns(columns, side), 0), 0)
  all = torch.cat([torch.expand(t, [frames, rows, columns, -1, 2]), torch.expand(r, [frames, rows, columns, -1, 2]), torch.expand(c, [frames, rows, columns, -1, 2])], 3)
  return torch.unsqueeze(torch.view_as_complex(torch.contiguous(torch.reshape(all, [frames * rows * columns, -1, 2]))), 1)

# [places, width / 2, 2]: cosine and sine, of angles of 64 bits.
def turns(self, places: int, width: int) -> Tensor:
  rates = torch.reciprocal(torch.pow(10000., torch.div(torch.arange(0, width, 2, dtype=7), width)))
  angles = torch.outer(torch.arange(places, dtype=7), rates)
  return torch.to(torch.stack([torch.cos(angles), torch.sin(angles)], -1), 6)

# What the head is told of the time, [batch, times, width]; a time stands for all tokens, or each
# token has its own.
# t: [batch, times].
def embed(self, w: Dict[str, Tensor], t: Tensor, half: int) -> Tensor:
  rates = torch.exp(torch.div(torch.mul(torch.arange(half, dtype=6), -9.2103403719761836), half))
  angles = torch.mul(torch.unsqueeze(t, 2), rates)
  e = self.layer(w, "condition_embedder.time_embedder.linear_1", torch.cat([torch.cos(angles), torch.sin(angles)], 2))
  return self.layer(w, "condition_embedder.time_embedder.linear_2", torch.silu_(e))

# What the blocks are told of it: shift, scale and gate twice, [batch, times, 6, width].
def modulation(self, w: Dict[str, Tensor], e: Tensor) -> Tensor:
  m = self.layer(w, "condition_embedder.time_proj", torch.silu(e))
  return torch.reshape(m, [torch.size(e, 0), torch.size(e, 1), 6, -1])

# hidden: states of the text, [batch, words, width of it]. Gives them as the blocks look at them.
def context(self, w: Dict[str, Tensor], hidden: Tensor) -> Tensor:
  h = torch.gelu(self.layer(w, "condition_embedder.text_embedder.linear_1", hidden), approximate="tanh")
  return self.layer(w, "condition_embedder.text_embedder.linear_2", h)

# Operations whose name ends in _ write into a tensor that was just made.
def block(self, w: Dict[str, Tensor], x: Tensor, text: Tensor, m: Tensor, places: Tensor, at: str, heads: int, eps: float) -> Tensor:
  m = torch.add(m, torch.type_as(w[at + "scale_shift_table"], m))
  h = self.modulate(x, m, 0, eps)
  x = torch.addcmul(x, self.looks_at_itself(w, at + "attn1.", h, places, heads, eps), torch.select(m, 2, 2))
  h = x
  if torch.__contains__(w, at + "norm2.weight"):
    h = torch.layer_norm(x, [torch.size(x, 2)], torch.type_as(w[at + "norm2.weight"], x), torch.type_as(w[at + "norm2.bias"], x), eps)
  x = torch.add_(x, self.looks_at_text(w, at + "attn2.", h, text, heads, eps))
  h = self.layer(w, at + "ffn.net.0.proj", self.modulate(x, m, 3, eps))
  h = self.layer(w, at + "ffn.net.2", torch.gelu_(h, approximate="tanh"))
  return torch.addcmul_(x, h, torch.select(m, 2, 5))

# Normalised, times 1 + scale, plus shift, which stand at `first + 1` and `first`.
def modulate(self, x: Tensor, m: Tensor, first: int, eps: float) -> Tensor:
  h = torch.layer_norm(x, [torch.size(x, 2)], None, None, eps)
  return torch.addcmul(torch.select(m, 2, first), h, torch.add(torch.select(m, 2, first + 1), 1.))

def looks_at_itself(self, w: Dict[str, Tensor], at: str, x: Tensor, places: Tensor, heads: int, eps: float) -> Tensor:
  q = self.turned(self.rms(w, at + "norm_q", self.layer(w, at + "to_q", x), eps), places, heads)
  k = self.turned(self.rms(w, at + "norm_k", self.layer(w, at + "to_k", x), eps), places, heads)
  v = self.split(self.layer(w, at + "to_v", x), heads)
  return self.layer(w, at + "to_out.0", self.joined(torch.scaled_dot_product_attention(q, k, v)))

def looks_at_text(self, w: Dict[str, Tensor], at: str, x: Tensor, text: Tensor, heads: int, eps: float) -> Tensor:
  q = self.split(self.rms(w, at + "norm_q", self.layer(w, at + "to_q", x), eps), heads)
  k = self.split(self.rms(w, at + "norm_k", self.layer(w, at + "to_k", text), eps), heads)
  v = self.split(self.layer(w, at + "to_v", text), heads)
  return self.layer(w, at + "to_out.0", self.joined(torch.scaled_dot_product_attention(q, k, v)))

# Over all heads together.
def rms(self, w: Dict[str, Tensor], name: str, x: Tensor, eps: float) -> Tensor:
  square = torch.mean(torch.pow(x, 2), [-1], True)
  return torch.mul_(torch.mul_(x, torch.rsqrt_(torch.add_(square, eps))), torch.type_as(w[name + ".weight"], x))

# Neighbours in a head are a pair that is turned by the place of its token.
def turned(self, x: Tensor, places: Tensor, heads: int) -> Tensor:
  pairs = torch.view_as_complex(torch.reshape(x, [torch.size(x, 0), torch.size(x, 1), heads, -1, 2]))
  return torch.transpose(torch.flatten(torch.view_as_real(torch.mul(pairs, places)), 3), 1, 2)

def split(self, x: Tensor, heads: int) -> Tensor:
  return torch.transpose(torch.reshape(x, [torch.size(x, 0), torch.size(x, 1), heads, -1]), 1, 2)

def joined(self, x: Tensor) -> Tensor:
  return torch.flatten(torch.transpose(x, 1, 2), 2)

# Gives the prediction, [batch, channels, frames, rows, columns], of so many patches that way, each
# deep, high and wide.
def head(self, w: Dict[str, Tensor], x: Tensor, e: Tensor, frames: int, rows: int, columns: int, deep: int, high: int, wide: int, eps: float) -> Tensor:
  m = torch.add(torch.unsqueeze(e, 2), torch.type_as(w["scale_shift_table"], e))
  h = self.layer(w, "proj_out", self.modulate(x, m, 0, eps))
  h = torch.reshape(h, [torch.size(h, 0), frames, rows, columns, deep, high, wide, -1])
  h = torch.permute(h, [0, 7, 1, 4, 2, 5, 3, 6])
  return torch.flatten(torch.flatten(torch.flatten(h, 6, 7), 4, 5), 2, 3)

def layer(self, w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
  return torch.linear(x, torch.type_as(w[name + ".weight"], x), torch.type_as(w[name + ".bias"], x))
