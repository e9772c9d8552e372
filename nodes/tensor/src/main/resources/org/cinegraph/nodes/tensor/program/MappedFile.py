# The whole file as one row of elements of the type with this number.
def map(self, path: str, count: int, type: int) -> Tensor:
  return torch.from_file(path, False, count, dtype=type)

# The tensor whose first element is that many elements into the file.
def view(self, flat: Tensor, offset: int, shape: List[int]) -> Tensor:
  count = 1
  for size in shape:
    count = count * size
  return torch.view(torch.narrow(flat, 0, offset, count), shape)

# The same tensor in the type `wanted`, of a mapping that is gone when this is done.
def copy(self, path: str, count: int, type: int, offset: int, shape: List[int], wanted: int) -> Tensor:
  return torch.to(self.view(self.map(path, count, type), offset, shape), wanted)
