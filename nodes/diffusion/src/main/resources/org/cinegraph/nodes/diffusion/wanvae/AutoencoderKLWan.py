# The network is causal: no frame looks at a later one. It works on a clip piece by piece: the first
# frame, and then one after the other the four that belong to a latent frame. Of the pieces before,
# each convolution over time remembers the last two frames that it was given: `past`, a tensor for
# each of them in the order in which they run; none before the first piece.
#
# The parts, in the order in which they run. Between them stands a list: what is remembered for the
# next piece so far, and behind it the piece as it is.
#
# z: [batch, latent channels, 1, rows, columns], as the encoder would give them.
def decoder_begin(self, w: Dict[str, Tensor], z: Tensor, past: List[Tensor]) -> List[Tensor]:
  road = annotate(List[Tensor], [])
  x = self.causal(w, "decoder.conv_in", self.pointwise(w, "post_quant_conv", z), past, road)
  x = self.middle(w, "decoder.mid_block.", x, past, road)
  return torch.append(road, x)

# at: what stands before the numbers of the residual blocks, the first of which is given; sampler:
# before the names of what doubles the piece; shortcut: 1 where the whole has a way around.
def up(self, w: Dict[str, Tensor], road: List[Tensor], past: List[Tensor], at: str, first: int, layers: int, sampler: str, shortcut: int) -> List[Tensor]:
  before = torch.pop(road)
  x = before
  for i in range(layers):
    x = self.residual(w, at + str(first + i) + ".", x, past, road)
  if torch.__contains__(w, sampler + "resample.1.weight"):
    times = 1
    if torch.__contains__(w, sampler + "time_conv.weight"):
      times = 2
      x = self.longer(w, sampler + "time_conv", x, past, road)
    sizes = [torch.size(x, 2), 2 * torch.size(x, 3), 2 * torch.size(x, 4)]
    x = self.flat(w, sampler + "resample.1", torch.upsample_nearest3d(x, sizes), 1, 1)
    if shortcut == 1:
      x = torch.add_(x, self.repeated(before, torch.size(x, 1), times, torch.len(past) == 0))
  return torch.append(road, x)

# Gives frames, [batch, 3, 1 or 4, height, width], about -1 to 1, behind what is remembered.
def decoder_end(self, w: Dict[str, Tensor], road: List[Tensor], past: List[Tensor], patch: int) -> List[Tensor]:
  x = self.end(w, "decoder.", torch.pop(road), past, road)
  if patch > 1:
    sizes = [torch.size(x, 0), -1, patch, patch, torch.size(x, 2), torch.size(x, 3), torch.size(x, 4)]
    x = torch.permute(torch.reshape(x, sizes), [0, 1, 4, 5, 3, 6, 2])
    x = torch.flatten(torch.flatten(x, 5, 6), 3, 4)
  return torch.append(road, torch.contiguous(x))

# frames: [batch, 3, 1 or 4, height, width] from -1 to 1.
def encoder_begin(self, w: Dict[str, Tensor], frames: Tensor, past: List[Tensor], patch: int) -> List[Tensor]:
  road = annotate(List[Tensor], [])
  x = frames
  if patch > 1:
    rows = torch.size(x, 3) // patch
    columns = torch.size(x, 4) // patch
    x = torch.reshape(x, [torch.size(x, 0), torch.size(x, 1), torch.size(x, 2), rows, patch, columns, patch])
    x = torch.flatten(torch.permute(x, [0, 1, 6, 4, 2, 3, 5]), 1, 3)
  return torch.append(road, self.causal(w, "encoder.conv_in", x, past, road))

# As `up`; the piece is halved.
def down(self, w: Dict[str, Tensor], road: List[Tensor], past: List[Tensor], at: str, first: int, layers: int, sampler: str, shortcut: int) -> List[Tensor]:
  before = torch.pop(road)
  x = before
  for i in range(layers):
    x = self.residual(w, at + str(first + i) + ".", x, past, road)
  times = 1
  sides = 1
  if torch.__contains__(w, sampler + "resample.1.weight"):
    sides = 2
    x = self.flat(w, sampler + "resample.1", torch.constant_pad_nd(x, [0, 1, 0, 1], 0), 2, 0)
    if torch.__contains__(w, sampler + "time_conv.weight"):
      times = 2
      x = self.shorter(w, sampler + "time_conv", x, past, road)
  if shortcut == 1:
    x = torch.add_(x, self.averaged(before, torch.size(x, 1), times, sides))
  return torch.append(road, x)

# Gives mean and logvar of one latent frame, side by side as channels, logvar not yet clamped.
def encoder_end(self, w: Dict[str, Tensor], road: List[Tensor], past: List[Tensor]) -> List[Tensor]:
  x = self.middle(w, "encoder.mid_block.", torch.pop(road), past, road)
  x = self.end(w, "encoder.", x, past, road)
  return torch.append(road, self.pointwise(w, "quant_conv", x))

# What is remembered, one by one: to be kept elsewhere and put together again.
def nothing(self) -> List[Tensor]:
  return annotate(List[Tensor], [])

def count(self, past: List[Tensor]) -> Tensor:
  return torch.to(torch.tensor(torch.len(past)), 6)

def one(self, past: List[Tensor], i: int) -> Tensor:
  return past[i]

def put(self, past: List[Tensor], one: Tensor) -> List[Tensor]:
  # Whoever gave it frees its memory.
  return torch.append(past, torch.clone(one, memory_format=0))

# Takes the piece off the list.
def taken(self, road: List[Tensor]) -> Tensor:
  return torch.pop(road)

def middle(self, w: Dict[str, Tensor], at: str, x: Tensor, past: List[Tensor], road: List[Tensor]) -> Tensor:
  x = self.attention(w, at + "attentions.0.", self.residual(w, at + "resnets.0.", x, past, road))
  return self.residual(w, at + "resnets.1.", x, past, road)

def end(self, w: Dict[str, Tensor], at: str, x: Tensor, past: List[Tensor], road: List[Tensor]) -> Tensor:
  return self.causal(w, at + "conv_out", torch.silu_(self.norm(w, at + "norm_out", x)), past, road)

# Operations whose name ends in _ write into a tensor that was just made.
def residual(self, w: Dict[str, Tensor], at: str, x: Tensor, past: List[Tensor], road: List[Tensor]) -> Tensor:
  h = self.causal(w, at + "conv1", torch.silu_(self.norm(w, at + "norm1", x)), past, road)
  h = self.causal(w, at + "conv2", torch.silu_(self.norm(w, at + "norm2", h)), past, road)
  if torch.__contains__(w, at + "conv_shortcut.weight"):
    x = self.pointwise(w, at + "conv_shortcut", x)
  return torch.add_(h, x)

# One head over all places of a frame.
def attention(self, w: Dict[str, Tensor], at: str, x: Tensor) -> Tensor:
  frames = torch.permute(x, [0, 2, 3, 4, 1])
  h = torch.permute(self.norm(w, at + "norm", x), [0, 2, 3, 4, 1])
  qkv = torch.flatten(torch.flatten(self.linear(w, at + "to_qkv", h), 2, 3), 0, 1)
  parts = torch.chunk(torch.unsqueeze(qkv, 1), 3, 3)
  seen = torch.reshape(torch.scaled_dot_product_attention(parts[0], parts[1], parts[2]), torch.size(frames))
  out = torch.add_(self.linear(w, at + "proj", seen), frames)
  return torch.contiguous(torch.permute(out, [0, 4, 1, 2, 3]))

# A matrix that is kept as a convolution of one pixel.
def linear(self, w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
  return torch.linear(x, torch.flatten(torch.type_as(w[name + ".weight"], x), 1), torch.type_as(w[name + ".bias"], x))

# A convolution whose last frame is the one that it is for. Before the first piece lies black.
def causal(self, w: Dict[str, Tensor], name: str, x: Tensor, past: List[Tensor], road: List[Tensor]) -> Tensor:
  known = self.known(x, past, road)
  weight = torch.type_as(w[name + ".weight"], x)
  pad = [0, torch.size(weight, 3) // 2, torch.size(weight, 4) // 2]
  return torch.conv3d(known, weight, torch.type_as(w[name + ".bias"], x), [1, 1, 1], pad)

# The piece with the two frames before it; its last two frames are remembered.
def known(self, x: Tensor, past: List[Tensor], road: List[Tensor]) -> Tensor:
  before = torch.slice(x, 2, 0, 0)
  if torch.len(past) > 0:
    before = past[torch.len(road)]
  else:
    before = torch.zeros([torch.size(x, 0), torch.size(x, 1), 2, torch.size(x, 3), torch.size(x, 4)], dtype=6)
  known = torch.cat([torch.type_as(before, x), x], 2)
  torch.append(road, torch.clone(torch.narrow(known, 2, torch.size(known, 2) - 2, 2), memory_format=0))
  return known

# Twice as many frames. The first frame of a clip stays alone, and nobody sees it later.
def longer(self, w: Dict[str, Tensor], name: str, x: Tensor, past: List[Tensor], road: List[Tensor]) -> Tensor:
  if torch.len(past) == 0:
    torch.append(road, torch.zeros([torch.size(x, 0), torch.size(x, 1), 2, torch.size(x, 3), torch.size(x, 4)], dtype=6))
  else:
    pairs = torch.reshape(self.causal(w, name, x, past, road), [torch.size(x, 0), 2, torch.size(x, 1), torch.size(x, 2), torch.size(x, 3), torch.size(x, 4)])
    x = torch.flatten(torch.permute(pairs, [0, 2, 3, 1, 4, 5]), 2, 3)
  return x

# Half as many frames, of each two and the one before them. The first frame of a clip stays alone.
def shorter(self, w: Dict[str, Tensor], name: str, x: Tensor, past: List[Tensor], road: List[Tensor]) -> Tensor:
  last = torch.clone(torch.narrow(x, 2, torch.size(x, 2) - 1, 1), memory_format=0)
  if torch.len(past) > 0:
    known = torch.cat([torch.type_as(past[torch.len(road)], x), x], 2)
    weight = torch.type_as(w[name + ".weight"], x)
    x = torch.conv3d(known, weight, torch.type_as(w[name + ".bias"], x), [2, 1, 1], [0, 0, 0])
  torch.append(road, last)
  return x

# Each frame by itself.
def flat(self, w: Dict[str, Tensor], name: str, x: Tensor, stride: int, pad: int) -> Tensor:
  weight = torch.unsqueeze(torch.type_as(w[name + ".weight"], x), 2)
  return torch.conv3d(x, weight, torch.type_as(w[name + ".bias"], x), [1, stride, stride], [0, pad, pad])

def pointwise(self, w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
  return torch.conv3d(x, torch.type_as(w[name + ".weight"], x), torch.type_as(w[name + ".bias"], x))

# By the length of all channels of a place.
def norm(self, w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
  length = torch.clamp_min_(torch.linalg_vector_norm(x, 2, [1], True), 1e-12)
  gamma = torch.mul(torch.type_as(w[name + ".gamma"], x), torch.sqrt(torch.size(x, 1)))
  return torch.mul_(torch.div(x, length), torch.reshape(gamma, [1, -1, 1, 1, 1]))

# The way around what doubles: values are repeated over channels, which then lie beside each other.
def repeated(self, x: Tensor, channels: int, times: int, first: bool) -> Tensor:
  repeats = channels * times * 4 // torch.size(x, 1)
  x = torch.repeat_interleave(x, repeats, 1)
  x = torch.reshape(x, [torch.size(x, 0), channels, times, 2, 2, torch.size(x, 2), torch.size(x, 3), torch.size(x, 4)])
  x = torch.permute(x, [0, 1, 5, 2, 6, 3, 7, 4])
  x = torch.flatten(torch.flatten(torch.flatten(x, 6, 7), 4, 5), 2, 3)
  if first:
    x = torch.slice(x, 2, times - 1)
  return x

# The way around what halves: neighbours become channels, of which groups are averaged.
def averaged(self, x: Tensor, channels: int, times: int, sides: int) -> Tensor:
  missing = (times - torch.size(x, 2) % times) % times
  x = torch.constant_pad_nd(x, [0, 0, 0, 0, missing, 0], 0)
  x = torch.reshape(x, [torch.size(x, 0), torch.size(x, 1), torch.size(x, 2) // times, times, torch.size(x, 3) // sides, sides, torch.size(x, 4) // sides, sides])
  x = torch.permute(x, [0, 1, 3, 5, 7, 2, 4, 6])
  x = torch.reshape(x, [torch.size(x, 0), channels, -1, torch.size(x, 5), torch.size(x, 6), torch.size(x, 7)])
  return torch.mean(x, [2], False)
