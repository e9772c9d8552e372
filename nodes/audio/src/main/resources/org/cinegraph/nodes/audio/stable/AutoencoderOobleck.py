# x: [batch, channels of sound, samples]
def listen(self, w: Dict[str, Tensor], x: Tensor) -> Tensor:
  return self.conv(w, "encoder.conv1", x, 1, 3, 1)

def down(self, w: Dict[str, Tensor], at: str, x: Tensor, stride: int, pad: int) -> Tensor:
  x = self.unit(w, at + "res_unit1.", x, 1)
  x = self.unit(w, at + "res_unit2.", x, 3)
  x = self.unit(w, at + "res_unit3.", x, 9)
  return self.conv(w, at + "conv1", self.snake(w, at + "snake1", x), stride, pad, 1)

# Gives the mean of the latents and their deviation.
def heard(self, w: Dict[str, Tensor], x: Tensor) -> Tuple[Tensor, Tensor]:
  both = torch.chunk(self.conv(w, "encoder.conv2", self.snake(w, "encoder.snake1", x), 1, 1, 1), 2, 1)
  return (both[0], torch.add(torch.softplus(both[1]), 0.0001))

# z: [batch, channels, length]
def enter(self, w: Dict[str, Tensor], z: Tensor) -> Tensor:
  return self.conv(w, "decoder.conv1", z, 1, 3, 1)

def up(self, w: Dict[str, Tensor], at: str, x: Tensor, stride: int, pad: int) -> Tensor:
  name = at + "conv_t1"
  x = torch.conv_transpose1d(self.snake(w, at + "snake1", x), self.folded(w, name), torch.to(w[name + ".bias"], 6), [stride], [pad])
  x = self.unit(w, at + "res_unit1.", x, 1)
  x = self.unit(w, at + "res_unit2.", x, 3)
  return self.unit(w, at + "res_unit3.", x, 9)

def head(self, w: Dict[str, Tensor], x: Tensor) -> Tensor:
  return torch.conv1d(self.snake(w, "decoder.snake1", x), self.folded(w, "decoder.conv2"), None, [1], [3])

def unit(self, w: Dict[str, Tensor], at: str, x: Tensor, dilation: int) -> Tensor:
  y = self.conv(w, at + "conv1", self.snake(w, at + "snake1", x), 1, 3 * dilation, dilation)
  return torch.add(x, self.conv(w, at + "conv2", self.snake(w, at + "snake2", y), 1, 0, 1))

def conv(self, w: Dict[str, Tensor], name: str, x: Tensor, stride: int, pad: int, dilation: int) -> Tensor:
  return torch.conv1d(x, self.folded(w, name), torch.to(w[name + ".bias"], 6), [stride], [pad], [dilation])

# Weights are kept as directions and lengths.
def folded(self, w: Dict[str, Tensor], name: str) -> Tensor:
  return torch._weight_norm(torch.to(w[name + ".weight_v"], 6), torch.to(w[name + ".weight_g"], 6), 0)

def snake(self, w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
  a = torch.exp(torch.to(w[name + ".alpha"], 6))
  b = torch.exp(torch.to(w[name + ".beta"], 6))
  return torch.add(x, torch.mul(torch.reciprocal(torch.add(b, 1e-9)), torch.pow(torch.sin(torch.mul(a, x)), 2)))
