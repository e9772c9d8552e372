# tokens: int64 [batch, length], 0 pads. Gives hidden states [batch, length, width].
def encode(self, w: Dict[str, Tensor], tokens: Tensor, heads: int) -> Tensor:
  length = torch.size(tokens, 1)
  x = torch.embedding(w["token_embedding.weight"], tokens)
  x = torch.add(x, torch.narrow(w["position_embedding.weight"], 0, 0, length))
  # Padding is masked by a large number, not by infinity: so the weights were trained.
  pads = torch.mul(torch.to(torch.eq(tokens, 0), 6), -10000.0)
  mask = torch.reshape(pads, [-1, 1, 1, length])
  x = torch.add(x, self.attention(w, self.norm(x, w["block.norm1.weight"]), mask, heads))
  x = torch.add(x, self.feed_forward(w, self.norm(x, w["block.norm2.weight"])))
  return self.norm(x, w["norm_out.weight"])

def norm(self, x: Tensor, weight: Tensor) -> Tensor:
  square = torch.mean(torch.mul(x, x), [-1], True)
  return torch.mul(torch.mul(x, torch.rsqrt(torch.add(square, 1e-06))), weight)

def attention(self, w: Dict[str, Tensor], x: Tensor, mask: Tensor, heads: int) -> Tensor:
  width = torch.size(x, 2)
  q = torch.linear(x, w["block.attention.to_q.weight"])
  kv = torch.linear(x, w["block.attention.to_kv.weight"])
  k = torch.narrow(kv, 2, 0, width)
  v = torch.narrow(kv, 2, width, width)
  out = torch.scaled_dot_product_attention(self.split(q, heads), self.split(k, heads), self.split(v, heads), mask)
  joined = torch.reshape(torch.transpose(out, 1, 2), [torch.size(x, 0), torch.size(x, 1), width])
  return torch.linear(joined, w["block.attention.to_out.weight"])

def split(self, x: Tensor, heads: int) -> Tensor:
  return torch.transpose(torch.reshape(x, [torch.size(x, 0), torch.size(x, 1), heads, -1]), 1, 2)

def feed_forward(self, w: Dict[str, Tensor], x: Tensor) -> Tensor:
  gate = torch.silu(torch.linear(x, w["block.ffn.gate.weight"]))
  up = torch.linear(x, w["block.ffn.up.weight"])
  return torch.linear(torch.mul(gate, up), w["block.ffn.down.weight"])
