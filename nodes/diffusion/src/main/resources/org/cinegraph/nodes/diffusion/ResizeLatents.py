
def resize(self, x: Tensor, rows: int, columns: int, filter: str) -> Tensor:
  size = [rows, columns]
  if torch.eq(filter, "nearest"):
    y = torch.upsample_nearest2d(x, size)
  elif torch.eq(filter, "nearest-exact"):
    y = torch._upsample_nearest_exact2d(x, size)
  elif torch.eq(filter, "bilinear"):
    y = torch.upsample_bilinear2d(x, size, False)
  else:
    y = torch.upsample_bicubic2d(x, size, False)
  return y
