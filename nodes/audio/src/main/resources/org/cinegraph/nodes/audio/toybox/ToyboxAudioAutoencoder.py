# latents: [batch, 16, length], normalised. Gives the wave [batch, 1, 320·length].
def decode(self, w: Dict[str, Tensor], latents: Tensor) -> Tensor:
  std = torch.reshape(w["latents_std"], [1, -1, 1])
  mean = torch.reshape(w["latents_mean"], [1, -1, 1])
  x = self.conv(w, "decoder.conv_in", torch.add(torch.mul(latents, std), mean), 1, 1, 1)
  x = self.residual(w, "decoder.res2.", self.residual(w, "decoder.res1.", x, 1), 3)
  x = self.longer(w, "decoder.up1", self.snake(x, w["decoder.snake1.alpha"]), 5, 3)
  x = self.residual(w, "decoder.res4.", self.residual(w, "decoder.res3.", x, 1), 3)
  x = self.longer(w, "decoder.up2", self.snake(x, w["decoder.snake2.alpha"]), 4, 2)
  x = self.residual(w, "decoder.res6.", self.residual(w, "decoder.res5.", x, 1), 3)
  return self.longer(w, "decoder.conv_out", self.snake(x, w["decoder.snake3.alpha"]), 16, 8)

# wave: [batch, 1, 320·length]. Gives mean and logvar of the latents, not normalised.
def encode(self, w: Dict[str, Tensor], wave: Tensor) -> Tuple[Tensor, Tensor]:
  x = self.conv(w, "encoder.conv_in", wave, 16, 8, 1)
  x = self.residual(w, "encoder.res1.", x, 1)
  x = self.conv(w, "encoder.down1", self.snake(x, w["encoder.snake1.alpha"]), 4, 2, 1)
  x = self.residual(w, "encoder.res3.", self.residual(w, "encoder.res2.", x, 1), 3)
  x = self.conv(w, "encoder.down2", self.snake(x, w["encoder.snake2.alpha"]), 5, 3, 1)
  x = self.residual(w, "encoder.res4.", x, 1)
  x = self.conv(w, "encoder.conv_out", self.snake(x, w["encoder.snake3.alpha"]), 1, 1, 1)
  half = torch.size(x, 1) // 2
  logvar = torch.clamp(torch.narrow(x, 1, half, half), -10.0, 4.0)
  return (torch.narrow(x, 1, 0, half), logvar)

def conv(self, w: Dict[str, Tensor], at: str, x: Tensor, stride: int, padding: int, dilation: int) -> Tensor:
  return torch.conv1d(x, w[at + ".weight"], w[at + ".bias"], [stride], [padding], [dilation])

def longer(self, w: Dict[str, Tensor], at: str, x: Tensor, stride: int, padding: int) -> Tensor:
  return torch.conv_transpose1d(x, w[at + ".weight"], w[at + ".bias"], [stride], [padding])

def residual(self, w: Dict[str, Tensor], at: str, x: Tensor, dilation: int) -> Tensor:
  y = self.conv(w, at + "conv1", self.snake(x, w[at + "snake1.alpha"]), 1, 3 * dilation, dilation)
  y = self.conv(w, at + "conv2", self.snake(y, w[at + "snake2.alpha"]), 1, 0, 1)
  return torch.add(x, y)

# x + sin²(a·x) / a
def snake(self, x: Tensor, a: Tensor) -> Tensor:
  s = torch.sin(torch.mul(x, a))
  return torch.add(x, torch.div(torch.mul(s, s), a))
