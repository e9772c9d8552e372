# Attention that networks share, and what it may be asked to do and to show beside its work. All of it
# stands in a dictionary of a pass, `r`; an empty one leaves plain attention. Only the first of a batch,
# the one with the prompt, is changed and looked at, and only where the picture is seen in as many
# places as the regions have.
#
# channels [rows, words]: one word of a group in each row, and their mean; targets [rows, places]: the
# region of each; segments [groups + 1, places]: regions, and behind them where there is none; member
# [groups + 1, words]; area [places, 1]: share of the picture outside a place's own segments; weights
# [words]; scale [words].
def shared(self, r: Dict[str, Tensor]) -> Dict[str, Tensor]:
  return r

# q, k, v: [batch, heads, places, width]; mask: added to the scores; words: whether k are those of a text.
def attend(self, q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor], words: bool, r: Dict[str, Tensor]) -> Tensor:
  if self.focused(q, r):
    return self.refocused(q, k, v, mask, words, r)
  return torch.scaled_dot_product_attention(q, k, v, mask)

def focused(self, q: Tensor, r: Dict[str, Tensor]) -> bool:
  found = False
  if torch.__contains__(r, "targets"):
    found = torch.eq(torch.size(r["targets"], 1), torch.size(q, 2))
  return found

def refocused(self, q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor], words: bool, r: Dict[str, Tensor]) -> Tensor:
  changed = torch.__contains__(r, "reach")
  q0 = torch.narrow(q, 0, 0, 1)
  k0 = torch.narrow(k, 0, 0, 1)
  v0 = torch.narrow(v, 0, 0, 1)
  out = v0
  if words:
    p = self.weighed(q0, k0, mask, words, 0, r)
    self.look(torch.squeeze(p, 0), r)
    if torch.__contains__(r, "scale"):
      changed = True
      p = torch.mul(p, torch.type_as(r["scale"], p))
    out = torch.matmul(p, v0)
  else:
    if changed:
      out = self.by_parts(q0, k0, v0, r)
  if changed:
    rest = torch.size(q, 0) - 1
    if rest > 0:
      others: Optional[Tensor] = None
      if mask is not None:
        others = torch.narrow(mask, 0, 1, rest)
      plain = torch.scaled_dot_product_attention(torch.narrow(q, 0, 1, rest), torch.narrow(k, 0, 1, rest), torch.narrow(v, 0, 1, rest), others)
      out = torch.cat([out, plain], 0)
    return out
  return torch.scaled_dot_product_attention(q, k, v, mask)

# Between the places of a picture, so many at a time that their scores stay small.
def by_parts(self, q: Tensor, k: Tensor, v: Tensor, r: Dict[str, Tensor]) -> Tensor:
  places = torch.size(q, 2)
  part = 4194304 // (torch.size(q, 1) * places) + 1
  outs = annotate(List[Tensor], [])
  first = 0
  for i in range((places + part - 1) // part):
    count = part
    if first + count > places:
      count = places - first
    p = self.weighed(torch.narrow(q, 2, first, count), k, None, False, first, r)
    outs = torch.append(outs, torch.matmul(p, v))
    first = first + count
  return torch.cat(outs, 2)

# The weights of attention, after DenseDiffusion (arXiv 2308.12964) where it is asked for: scores go
# towards the largest of their row inside a region and towards the smallest outside.
def weighed(self, q: Tensor, k: Tensor, mask: Optional[Tensor], words: bool, first: int, r: Dict[str, Tensor]) -> Tensor:
  s = torch.mul(torch.matmul(q, torch.transpose(k, 2, 3)), torch.pow(torch.size(q, 3), -0.5))
  away = torch.mul(torch.narrow(s, 2, 0, 1), 0.)
  if mask is not None:
    away = torch.narrow(mask, 0, 0, 1)
  if torch.__contains__(r, "reach"):
    highest = torch.amax(torch.add(s, away), [-1], True)
    lowest = torch.amin(torch.sub(s, away), [-1], True)
    segments = torch.type_as(r["segments"], s)
    member = torch.type_as(r["member"], s)
    mine = torch.transpose(torch.narrow(segments, 1, first, torch.size(q, 2)), 0, 1)
    share = torch.narrow(torch.type_as(r["area"], s), 0, first, torch.size(q, 2))
    inside = mine
    if words:
      inside = torch.matmul(mine, member)
      share = torch.mul(torch.mul(share, torch.type_as(r["weights"], s)), torch.type_as(r["reach"], s))
    else:
      inside = torch.clamp(torch.matmul(mine, segments), 0., 1.)
      share = torch.mul(share, torch.type_as(r["reach_self"], s))
    share = torch.clamp(share, 0., 1.)
    up = torch.mul(inside, torch.sub(highest, s))
    down = torch.mul(torch.sub(1., inside), torch.sub(s, lowest))
    s = torch.add(s, torch.mul(share, torch.sub(up, down)))
  return torch.softmax(torch.add(s, away), -1)

# What the weights of one attention, [heads, places, words], add to what is observed and to energies.
def look(self, p: Tensor, r: Dict[str, Tensor]) -> int:
  heads = torch.size(p, 0)
  p = torch.to(p, 6)
  c = torch.matmul(p, torch.transpose(r["channels"], 0, 1))
  targets = torch.transpose(r["targets"], 0, 1)
  r["heads"] = torch.add(r["heads"], heads)
  if torch.__contains__(r, "maps"):
    r["maps"] = torch.add(r["maps"], torch.detach(torch.sum(c, [0])))
    r["hola"] = torch.add(r["hola"], torch.detach(self.missed(c, targets)))
  if torch.__contains__(r, "hola_energy"):
    r["energy"] = torch.add(r["energy"], self.missed(c, targets))
  if torch.__contains__(r, "box"):
    share = torch.div(torch.sum(torch.mul(c, targets), [1]), torch.sum(c, [1]))
    lost = torch.pow(torch.sub(1., share), 2)
    r["energy"] = torch.add(r["energy"], torch.sum(torch.mul(lost, r["box"])))
  if torch.__contains__(r, "kept"):
    some = torch.mul(p, r["kept"])
    some = torch.div(some, torch.sum(some, [-1], True))
    c = torch.matmul(some, torch.transpose(r["channels"], 0, 1))
    c = torch.div(c, torch.amax(c, [1], True))
    r["energy"] = torch.add(r["energy"], self.missed(c, targets))
  if torch.__contains__(r, "excited"):
    r["mean"] = torch.add(r["mean"], torch.sum(p, [0]))
  return heads

# The mean over places and rows of what lies between weights and regions, squared, of all heads together.
def missed(self, c: Tensor, targets: Tensor) -> Tensor:
  return torch.sum(torch.mean(torch.pow(torch.sub(c, targets), 2), [1, 2]))

# What was seen in a pass: sums over all heads, and how many there were.
def seen(self, r: Dict[str, Tensor]) -> Tuple[Tensor, Tensor, Tensor]:
  return (r["heads"], r["maps"], r["hola"])

# The same tensor, by which later calls can be asked for a slope.
def followed(self, x: Tensor) -> Tensor:
  return torch.requires_grad_(torch.detach(x), True)

# The energy of a pass, after its last part.
def energy(self, r: Dict[str, Tensor], rows: int, columns: int) -> Tensor:
  if torch.__contains__(r, "excited"):
    return self.excited(r, rows, columns)
  return torch.div(r["energy"], r["heads"])

# After Attend-and-Excite (arXiv 2301.13826): how far the word that is seen least is from being seen fully.
def excited(self, r: Dict[str, Tensor], rows: int, columns: int) -> Tensor:
  mean = torch.div(r["mean"], r["heads"])
  s = torch.softmax(torch.add(torch.mul(mean, 100.), r["left_out"]), -1)
  maps = torch.matmul(r["excited"], torch.transpose(s, 0, 1))
  pictures = torch.reshape(maps, [-1, 1, rows, columns])
  smooth = torch.conv2d(torch.reflection_pad2d(pictures, [1, 1, 1, 1]), r["kernel"])
  best = torch.amax(torch.reshape(smooth, [torch.size(maps, 0), -1]), [1])
  return torch.amax(torch.sub(1., best))

def slope(self, r: Dict[str, Tensor], x: Tensor, rows: int, columns: int) -> Tuple[Tensor, Tensor]:
  e = self.energy(r, rows, columns)
  return (torch.detach(e), unchecked_cast(Tensor, torch.grad([e], [x])[0]))
