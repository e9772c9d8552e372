# low: frames [batch, 3, height, width] from -1 to 1. Gives them at twice the size, not clamped.
def upsample(self, w: Dict[str, Tensor], low: Tensor, blocks: int) -> Tensor:
  x = self.conv(w, "conv_in", low)
  for i in range(blocks):
    at = "blocks." + str(i) + "."
    y = self.conv(w, at + "conv1", torch.silu(x))
    x = torch.add(x, self.conv(w, at + "conv2", torch.silu(y)))
  detail = torch.pixel_shuffle(self.conv(w, "conv_out", torch.silu(x)), 2)
  size = [2 * torch.size(low, 2), 2 * torch.size(low, 3)]
  return torch.add(torch.upsample_bilinear2d(low, size, False), detail)

def conv(self, w: Dict[str, Tensor], at: str, x: Tensor) -> Tensor:
  return torch.conv2d(x, w[at + ".weight"], w[at + ".bias"], [1, 1], [1, 1])
