# tokens: int64 [batch, length]
def embed(self, w: Dict[str, Tensor], name: str, tokens: Tensor) -> Tensor:
  # The rows are taken before they are widened: the table is the largest tensor.
  return torch.to(torch.embedding(w[name], tokens), 6)

# What attention adds for how far two words are apart, and that no word attends to padding.
# present: [batch, length], 1 for a word. Gives [batch, heads, length, length].
# Of `half` buckets on each side the first `exact` are for one distance each, the others for
# distances that grow by the logarithm; `log_far` is that of the largest in units of `exact`.
def bias(self, w: Dict[str, Tensor], name: str, present: Tensor, half: int, exact: int, log_far: float) -> Tensor:
  places = torch.arange(torch.size(present, 1))
  offset = torch.sub(torch.unsqueeze(places, 0), torch.unsqueeze(places, 1))
  side = torch.mul(torch.to(torch.gt(offset, 0), 4), half)
  near = torch.abs(offset)
  grown = torch.mul(torch.div(torch.log(torch.div(torch.to(near, 6), exact)), log_far), half - exact)
  far = torch.clamp_max(torch.add(torch.to(grown, 4), exact), half - 1)
  bucket = torch.add(side, torch.where(torch.lt(near, exact), near, far))
  table = torch.to(torch.permute(torch.embedding(w[name], bucket), [2, 0, 1]), 6)
  absent = torch.mul(torch.rsub(present, 1), -3.4028234663852886e+38)
  return torch.add(torch.unsqueeze(table, 0), torch.unsqueeze(torch.unsqueeze(absent, 1), 1))

def block(self, w: Dict[str, Tensor], at: str, x: Tensor, bias: Tensor, heads: int, activation: str, gated: int, eps: float) -> Tensor:
  attended = self.attention(w, at + "layer.0.SelfAttention.", self.norm(w, at + "layer.0.layer_norm.weight", x, eps), bias, heads)
  x = torch.add(x, attended)
  h = self.norm(w, at + "layer.1.layer_norm.weight", x, eps)
  return torch.add(x, self.feed(w, at + "layer.1.DenseReluDense.", h, activation, gated))

# Not scaled by the width of a head: the weights were trained so.
def attention(self, w: Dict[str, Tensor], at: str, x: Tensor, bias: Tensor, heads: int) -> Tensor:
  q = self.split(self.dense(w, at + "q", x), heads)
  k = self.split(self.dense(w, at + "k", x), heads)
  v = self.split(self.dense(w, at + "v", x), heads)
  out = torch.transpose(torch.scaled_dot_product_attention(q, k, v, bias, 0., False, scale=1.), 1, 2)
  return self.dense(w, at + "o", torch.reshape(out, [torch.size(x, 0), torch.size(x, 1), -1]))

def split(self, x: Tensor, heads: int) -> Tensor:
  return torch.transpose(torch.reshape(x, [torch.size(x, 0), torch.size(x, 1), heads, -1]), 1, 2)

def feed(self, w: Dict[str, Tensor], at: str, x: Tensor, activation: str, gated: int) -> Tensor:
  if gated == 1:
    h = torch.mul(self.activate(self.dense(w, at + "wi_0", x), activation), self.dense(w, at + "wi_1", x))
  else:
    h = self.activate(self.dense(w, at + "wi", x), activation)
  return self.dense(w, at + "wo", h)

def activate(self, x: Tensor, activation: str) -> Tensor:
  if activation == "relu":
    y = torch.relu(x)
  else:
    cubed = torch.mul(torch.pow(x, 3.), 0.044715)
    y = torch.mul(torch.mul(x, 0.5), torch.add(torch.tanh(torch.mul(torch.add(x, cubed), 0.7978845608028654)), 1.))
  return y

def dense(self, w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
  return torch.linear(x, torch.to(w[name + ".weight"], 6))

# By the root of the mean square, without a mean and without a bias.
def norm(self, w: Dict[str, Tensor], name: str, x: Tensor, eps: float) -> Tensor:
  size = torch.rsqrt(torch.add(torch.mean(torch.pow(x, 2), [-1], True), eps))
  return torch.mul(torch.to(w[name], 6), torch.mul(x, size))
