def text(self, w: Dict[str, Tensor], hidden: Tensor) -> Tensor:
  return self.layer(w, "text_projection", hidden)

# shares: [batch], of the range of seconds; the row of a sine and a cosine for each learned frequency.
def seconds(self, w: Dict[str, Tensor], at: str, shares: Tensor) -> Tensor:
  times = torch.unsqueeze(shares, 1)
  angles = torch.mul(torch.mul(torch.mul(times, torch.unsqueeze(torch.to(w[at + "0.weights"], 6), 0)), 2.), 3.141592653589793)
  return self.layer(w, at + "1", torch.cat([times, torch.sin(angles), torch.cos(angles)], 1))

def layer(self, w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
  return torch.linear(x, torch.to(w[name + ".weight"], 6), torch.to(w[name + ".bias"], 6))
