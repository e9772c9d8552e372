# tokens: int64 [batch, length]; ends: int64 [batch], where each row's end token lies in all of them.
# dtype: the number of the type that is computed in; what is given is float32.
# Gives the hidden states after the final norm, those before the skipped layers, and the pooled rows.
def encode(self, w: Dict[str, Tensor], at: str, tokens: Tensor, ends: Tensor, layers: int, skipped: int, heads: int, activation: str, eps: float, dtype: int) -> Tuple[Tensor, Tensor, Tensor]:
  x = self.embed(w, at, tokens, dtype)
  x = self.blocks(w, at, x, 0, layers - skipped, heads, activation, eps)
  last = self.blocks(w, at, x, layers - skipped, layers, heads, activation, eps)
  last = self.norm(w, at + "final_layer_norm", last, eps)
  pooled = torch.index_select(torch.reshape(last, [-1, torch.size(last, 2)]), 0, ends)
  return (torch.to(last, 6), torch.to(x, 6), torch.to(pooled, 6))

def project(self, w: Dict[str, Tensor], pooled: Tensor, dtype: int) -> Tensor:
  weight = torch.to(w["text_projection.weight"], dtype)
  return torch.to(torch.linear(torch.to(pooled, dtype), weight), 6)

def embed(self, w: Dict[str, Tensor], at: str, tokens: Tensor, dtype: int) -> Tensor:
  # The rows are taken before they are widened: the table is the largest tensor.
  x = torch.to(torch.embedding(w[at + "embeddings.token_embedding.weight"], tokens), dtype)
  positions = torch.narrow(w[at + "embeddings.position_embedding.weight"], 0, 0, torch.size(tokens, 1))
  return torch.add(x, torch.to(positions, dtype))

# The layers from `first` to before `end`.
def blocks(self, w: Dict[str, Tensor], at: str, x: Tensor, first: int, end: int, heads: int, activation: str, eps: float) -> Tensor:
  for i in range(end - first):
    layer = at + "encoder.layers." + str(first + i) + "."
    x = torch.add(x, self.attention(w, layer + "self_attn.", self.norm(w, layer + "layer_norm1", x, eps), heads))
    h = self.layer(w, layer + "mlp.fc1", self.norm(w, layer + "layer_norm2", x, eps))
    if activation == "quick_gelu":
      h = torch.mul(h, torch.sigmoid(torch.mul(h, 1.702)))
    else:
      h = torch.gelu(h)
    x = torch.add(x, self.layer(w, layer + "mlp.fc2", h))
  return x

def attention(self, w: Dict[str, Tensor], at: str, x: Tensor, heads: int) -> Tensor:
  q = self.split(self.layer(w, at + "q_proj", x), heads)
  k = self.split(self.layer(w, at + "k_proj", x), heads)
  v = self.split(self.layer(w, at + "v_proj", x), heads)
  out = torch.scaled_dot_product_attention(q, k, v, None, 0., True)
  return self.layer(w, at + "out_proj", torch.reshape(torch.transpose(out, 1, 2), torch.size(x)))

def split(self, x: Tensor, heads: int) -> Tensor:
  return torch.transpose(torch.reshape(x, [torch.size(x, 0), torch.size(x, 1), heads, -1]), 1, 2)

def layer(self, w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
  return torch.linear(x, torch.type_as(w[name + ".weight"], x), torch.type_as(w[name + ".bias"], x))

def norm(self, w: Dict[str, Tensor], name: str, x: Tensor, eps: float) -> Tensor:
  return torch.layer_norm(x, [torch.size(x, 2)], torch.type_as(w[name + ".weight"], x), torch.type_as(w[name + ".bias"], x), eps)
