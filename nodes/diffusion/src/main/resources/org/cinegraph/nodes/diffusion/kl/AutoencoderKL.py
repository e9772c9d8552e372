# z: [batch, latent channels, rows, columns], as the encoder would give them. Gives the image
# [batch, 3, scale·rows, scale·columns], about -1 to 1, not clamped.
# dtype: the number of the type that is computed in; what is given is float32.
def decode(self, w: Dict[str, Tensor], z: Tensor, levels: int, layers: int, groups: int, dtype: int) -> Tensor:
  x = self.decoder_begin(w, torch.to(z, dtype), groups)
  for level in range(levels):
    x = self.decoder_level(w, x, level, layers + 1, groups)
  return torch.to(self.end(w, "decoder.", x, groups), 6)

def decoder_begin(self, w: Dict[str, Tensor], z: Tensor, groups: int) -> Tensor:
  if torch.__contains__(w, "post_quant_conv.weight"):
    z = self.conv(w, "post_quant_conv", z, 0)
  return self.middle(w, "decoder.mid_block.", self.conv(w, "decoder.conv_in", z, 1), groups)

def decoder_level(self, w: Dict[str, Tensor], x: Tensor, level: int, layers: int, groups: int) -> Tensor:
  at = "decoder.up_blocks." + str(level) + "."
  x = self.residuals(w, at, x, layers, groups)
  if torch.__contains__(w, at + "upsamplers.0.conv.weight"):
    rows = 2 * torch.size(x, 2)
    columns = 2 * torch.size(x, 3)
    x = self.conv(w, at + "upsamplers.0.conv", torch.upsample_nearest2d(x, [rows, columns]), 1)
  return x

# image: [batch, 3, height, width] from -1 to 1. Gives mean and logvar of the latents, side by side
# as channels, logvar not yet clamped.
def encode(self, w: Dict[str, Tensor], image: Tensor, levels: int, layers: int, groups: int, dtype: int) -> Tensor:
  x = self.conv(w, "encoder.conv_in", torch.to(image, dtype), 1)
  for level in range(levels):
    x = self.encoder_level(w, x, level, layers, groups)
  return torch.to(self.encoder_end(w, x, groups), 6)

def encoder_level(self, w: Dict[str, Tensor], x: Tensor, level: int, layers: int, groups: int) -> Tensor:
  at = "encoder.down_blocks." + str(level) + "."
  x = self.residuals(w, at, x, layers, groups)
  name = at + "downsamplers.0.conv"
  if torch.__contains__(w, name + ".weight"):
    padded = torch.constant_pad_nd(x, [0, 1, 0, 1], 0)
    weight = torch.type_as(w[name + ".weight"], x)
    x = torch.conv2d(padded, weight, torch.type_as(w[name + ".bias"], x), [2, 2])
  return x

def encoder_end(self, w: Dict[str, Tensor], x: Tensor, groups: int) -> Tensor:
  x = self.end(w, "encoder.", self.middle(w, "encoder.mid_block.", x, groups), groups)
  if torch.__contains__(w, "quant_conv.weight"):
    x = self.conv(w, "quant_conv", x, 0)
  return x

def end(self, w: Dict[str, Tensor], at: str, x: Tensor, groups: int) -> Tensor:
  return self.conv(w, at + "conv_out", torch.silu(self.norm(w, at + "conv_norm_out", x, groups)), 1)

def middle(self, w: Dict[str, Tensor], at: str, x: Tensor, groups: int) -> Tensor:
  x = self.residual(w, at + "resnets.0.", x, groups)
  if torch.__contains__(w, at + "attentions.0.group_norm.weight"):
    x = self.attention(w, at + "attentions.0.", x, groups)
  return self.residual(w, at + "resnets.1.", x, groups)

def residuals(self, w: Dict[str, Tensor], at: str, x: Tensor, layers: int, groups: int) -> Tensor:
  for i in range(layers):
    x = self.residual(w, at + "resnets." + str(i) + ".", x, groups)
  return x

def residual(self, w: Dict[str, Tensor], at: str, x: Tensor, groups: int) -> Tensor:
  y = self.conv(w, at + "conv1", torch.silu(self.norm(w, at + "norm1", x, groups)), 1)
  y = self.conv(w, at + "conv2", torch.silu(self.norm(w, at + "norm2", y, groups)), 1)
  if torch.size(x, 1) != torch.size(y, 1):
    x = self.conv(w, at + "conv_shortcut", x, 0)
  return torch.add(x, y)

# One head over all places. Older releases call the layers otherwise.
def attention(self, w: Dict[str, Tensor], at: str, x: Tensor, groups: int) -> Tensor:
  q = "to_q"
  k = "to_k"
  v = "to_v"
  out = "to_out.0"
  if torch.__contains__(w, at + "query.weight"):
    q = "query"
    k = "key"
    v = "value"
    out = "proj_attn"
  y = torch.transpose(torch.flatten(self.norm(w, at + "group_norm", x, groups), 2), 1, 2)
  queries = torch.unsqueeze(self.linear(w, at + q, y), 1)
  keys = torch.unsqueeze(self.linear(w, at + k, y), 1)
  values = torch.unsqueeze(self.linear(w, at + v, y), 1)
  seen = torch.squeeze(torch.scaled_dot_product_attention(queries, keys, values), 1)
  y = torch.transpose(self.linear(w, at + out, seen), 1, 2)
  return torch.add(x, torch.reshape(y, torch.size(x)))

# Some releases keep the matrix as a convolution of 1×1.
def linear(self, w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
  weight = torch.flatten(torch.type_as(w[name + ".weight"], x), 1)
  return torch.linear(x, weight, torch.type_as(w[name + ".bias"], x))

def conv(self, w: Dict[str, Tensor], name: str, x: Tensor, padding: int) -> Tensor:
  weight = torch.type_as(w[name + ".weight"], x)
  return torch.conv2d(x, weight, torch.type_as(w[name + ".bias"], x), [1, 1], [padding, padding])

def norm(self, w: Dict[str, Tensor], name: str, x: Tensor, groups: int) -> Tensor:
  weight = torch.type_as(w[name + ".weight"], x)
  return torch.group_norm(x, groups, weight, torch.type_as(w[name + ".bias"], x), 1e-06)
