# The whole file as one row of elements of the type with this number.
def map(self, path: str, count: int, type: int) -> Tensor:
  return torch.from_file(path, False, count, dtype=type)

# The tensor whose first element is that many elements into the file.
def view(self, flat: Tensor, offset: int, shape: List[int]) -> Tensor:
  count = 1
  for size in shape:
    count = count * size
  return torch.view(torch.narrow(flat, 0, offset, count), shape)
