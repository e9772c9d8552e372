# latents: [batch, 8, frames, rows, columns], normalised. Gives the video
# [batch, 3, 4·frames, 8·rows, 8·columns], about -1 to 1, not clamped.
def decode(self, w: Dict[str, Tensor], latents: Tensor) -> Tensor:
  std = torch.reshape(w["latents_std"], [1, -1, 1, 1, 1])
  mean = torch.reshape(w["latents_mean"], [1, -1, 1, 1, 1])
  x = self.spatial(w, "decoder.conv_in", torch.add(torch.mul(latents, std), mean), 1)
  x = self.attention(w, "decoder.attention.", x)
  x = self.residual(w, "decoder.res0.", x)
  x = torch.repeat_interleave(torch.repeat_interleave(x, 2, 3), 2, 4)
  x = self.slower(w, "decoder.up1.temporal", self.spatial(w, "decoder.up1.spatial", x, 1))
  x = self.residual(w, "decoder.res1.", x)
  x = self.slower(w, "decoder.up2.temporal", x)
  x = torch.silu(self.norm(x, w["decoder.norm_out.weight"]))
  x = self.larger(self.spatial(w, "decoder.up3", x, 1))
  return self.larger(self.spatial(w, "decoder.conv_out", torch.silu(x), 1))

# video: [batch, 3, frames, height, width] from -1 to 1. Gives mean and logvar of the latents, not
# normalised.
def encode(self, w: Dict[str, Tensor], video: Tensor) -> Tuple[Tensor, Tensor]:
  x = torch.silu(self.spatial(w, "encoder.conv_in", self.smaller(video), 1))
  x = self.spatial(w, "encoder.down1.spatial", x, 2)
  x = self.residual(w, "encoder.res1.", self.temporal(w, "encoder.down1.temporal", x, 2))
  x = self.spatial(w, "encoder.down2.spatial", x, 2)
  x = self.residual(w, "encoder.res2.", self.temporal(w, "encoder.down2.temporal", x, 2))
  x = self.attention(w, "encoder.attention.", x)
  x = torch.silu(self.norm(x, w["encoder.norm_out.weight"]))
  x = self.spatial(w, "encoder.conv_out", x, 1)
  half = torch.size(x, 1) // 2
  logvar = torch.clamp(torch.narrow(x, 1, half, half), -10.0, 4.0)
  return (torch.narrow(x, 1, 0, half), logvar)

def spatial(self, w: Dict[str, Tensor], at: str, x: Tensor, stride: int) -> Tensor:
  return torch.conv3d(x, w[at + ".weight"], w[at + ".bias"], [1, stride, stride], [0, 1, 1])

# Sees one frame before and one after; at the ends it sees the end twice.
def temporal(self, w: Dict[str, Tensor], at: str, x: Tensor, stride: int) -> Tensor:
  padded = torch.replication_pad3d(x, [0, 0, 0, 0, 1, 1])
  return torch.conv3d(padded, w[at + ".weight"], w[at + ".bias"], [stride, 1, 1], [0, 0, 0])

# Twice as many frames: the first half of the channels are the even ones, the second the odd ones.
def slower(self, w: Dict[str, Tensor], at: str, x: Tensor) -> Tensor:
  y = self.temporal(w, at, x, 1)
  b = torch.size(x, 0)
  c = torch.size(x, 1)
  f = torch.size(x, 2)
  pairs = torch.permute(torch.reshape(y, [b, 2, c, f, torch.size(x, 3), torch.size(x, 4)]), [0, 2, 3, 1, 4, 5])
  return torch.reshape(pairs, [b, c, 2 * f, torch.size(x, 3), torch.size(x, 4)])

# Channels become 2×2 pixels.
def larger(self, x: Tensor) -> Tensor:
  return torch.transpose(torch.pixel_shuffle(torch.transpose(x, 1, 2), 2), 1, 2)

# 2×2 pixels become channels.
def smaller(self, x: Tensor) -> Tensor:
  return torch.transpose(torch.pixel_unshuffle(torch.transpose(x, 1, 2), 2), 1, 2)

def norm(self, x: Tensor, weight: Tensor) -> Tensor:
  square = torch.mean(torch.mul(x, x), [1], True)
  return torch.mul(torch.mul(x, torch.rsqrt(torch.add(square, 1e-06))), weight)

def residual(self, w: Dict[str, Tensor], at: str, x: Tensor) -> Tensor:
  y = torch.silu(self.norm(x, w[at + "norm1.weight"]))
  y = self.temporal(w, at + "conv1.temporal", self.spatial(w, at + "conv1.spatial", y, 1), 1)
  y = torch.silu(self.norm(y, w[at + "norm2.weight"]))
  y = self.temporal(w, at + "conv2.temporal", self.spatial(w, at + "conv2.spatial", y, 1), 1)
  return torch.add(x, y)

# First over the positions of each frame, then over the frames at each position.
def attention(self, w: Dict[str, Tensor], at: str, x: Tensor) -> Tensor:
  b = torch.size(x, 0)
  c = torch.size(x, 1)
  f = torch.size(x, 2)
  r = torch.size(x, 3)
  s = torch.size(x, 4)
  qkv = self.project(w, at + "spatial.", x)
  rows = torch.reshape(torch.permute(qkv, [0, 2, 3, 4, 1]), [b * f, r * s, 3 * c])
  seen = torch.permute(torch.reshape(self.attend(rows), [b, f, r, s, c]), [0, 4, 1, 2, 3])
  x = torch.add(x, self.point(w, at + "spatial.out", seen))
  qkv = self.project(w, at + "temporal.", x)
  rows = torch.reshape(torch.permute(qkv, [0, 3, 4, 2, 1]), [b * r * s, f, 3 * c])
  seen = torch.permute(torch.reshape(self.attend(rows), [b, r, s, f, c]), [0, 4, 3, 1, 2])
  return torch.add(x, self.point(w, at + "temporal.out", seen))

def project(self, w: Dict[str, Tensor], at: str, x: Tensor) -> Tensor:
  return self.point(w, at + "qkv", self.norm(x, w[at + "norm.weight"]))

def point(self, w: Dict[str, Tensor], at: str, x: Tensor) -> Tensor:
  return torch.conv3d(x, w[at + ".weight"], w[at + ".bias"], [1, 1, 1], [0, 0, 0])

# rows: [batch, positions, 3·width], query, key and value side by side.
def attend(self, rows: Tensor) -> Tensor:
  c = torch.size(rows, 2) // 3
  q = torch.narrow(rows, 2, 0, c)
  k = torch.narrow(rows, 2, c, c)
  v = torch.narrow(rows, 2, 2 * c, c)
  return torch.scaled_dot_product_attention(q, k, v)
