# What the blocks are told: the time, [batch, width].
# t: [batch]; guidance: [batch], for networks that are told it; half: cosines and sines of the time;
# first: 1 if the cosines come first.
def embed(self, w: Dict[str, Tensor], t: Tensor, guidance: Tensor, half: int, first: int, shift: float) -> Tensor:
  time = self.sinusoids(t, half, first, shift)
  if torch.__contains__(w, "time_embedding.cond_proj.weight"):
    weight = torch.type_as(w["time_embedding.cond_proj.weight"], time)
    told = self.sinusoids(guidance, torch.size(weight, 1) // 2, 0, 1.)
    time = torch.add(time, torch.linear(told, weight))
  return self.embedding(w, "time_embedding.", time)

# The same with what is known of the picture beside its text.
# pooled: the text in one row, [batch, width]; ids: sizes and places, [batch, numbers].
def embed_added(self, w: Dict[str, Tensor], t: Tensor, guidance: Tensor, pooled: Tensor, ids: Tensor, half: int, half_id: int, first: int, shift: float) -> Tensor:
  numbers = self.sinusoids(torch.reshape(ids, [-1]), half_id, first, shift)
  added = torch.cat([pooled, torch.reshape(numbers, [torch.size(ids, 0), -1])], 1)
  return torch.add(self.embed(w, t, guidance, half, first, shift), self.embedding(w, "add_embedding.", added))

def embedding(self, w: Dict[str, Tensor], at: str, x: Tensor) -> Tensor:
  return self.layer(w, at + "linear_2", torch.silu(self.layer(w, at + "linear_1", x)))

def sinusoids(self, t: Tensor, half: int, first: int, shift: float) -> Tensor:
  rates = torch.div(torch.mul(torch.type_as(torch.arange(half, dtype=6), t), -9.2103403719761836), half - shift)
  angles = torch.mul(torch.unsqueeze(t, 1), torch.unsqueeze(torch.exp(rates), 0))
  parts = [torch.sin(angles), torch.cos(angles)]
  if first == 1:
    parts = [torch.cos(angles), torch.sin(angles)]
  return torch.cat(parts, 1)

# The parts, in the order in which they run. Between them stands a list of what is kept for the way
# up, and behind it the picture as it is; on the way down that is the last of what is kept. Each part
# changes the list that it is given.
# x: [batch, channels, rows, columns]; e: of `embed`; text: [batch, words, width]; r: what attention is
# to do beside its work; depth: transformer
# blocks of an attention, 0 where a block has none.
# dtype: the number of the type that all but the time is computed in.
def enter(self, w: Dict[str, Tensor], x: Tensor, dtype: int) -> List[Tensor]:
  return [self.conv(w, "conv_in", torch.to(x, dtype), 1)]

def narrowed(self, text: Tensor, dtype: int) -> Tensor:
  return torch.to(text, dtype)

def down(self, w: Dict[str, Tensor], road: List[Tensor], e: Tensor, text: Tensor, r: Dict[str, Tensor], at: str, layers: int, heads: int, depth: int, groups: int, eps: float) -> List[Tensor]:
  for i in range(layers):
    x = self.resnet(w, at + "resnets." + str(i) + ".", road[-1], e, groups, eps)
    if depth > 0:
      x = self.transformer(w, at + "attentions." + str(i) + ".", x, text, r, heads, depth, groups)
    road = torch.append(road, x)
  name = at + "downsamplers.0.conv"
  if torch.__contains__(w, name + ".weight"):
    road = torch.append(road, self.conv(w, name, road[-1], 2))
  return road

def mid(self, w: Dict[str, Tensor], road: List[Tensor], e: Tensor, text: Tensor, r: Dict[str, Tensor], at: str, layers: int, heads: int, depth: int, groups: int, eps: float) -> List[Tensor]:
  x = self.resnet(w, at + "resnets.0.", road[-1], e, groups, eps)
  for i in range(layers):
    x = self.transformer(w, at + "attentions." + str(i) + ".", x, text, r, heads, depth, groups)
    x = self.resnet(w, at + "resnets." + str(i + 1) + ".", x, e, groups, eps)
  return torch.append(road, x)

def up(self, w: Dict[str, Tensor], road: List[Tensor], e: Tensor, text: Tensor, r: Dict[str, Tensor], at: str, layers: int, heads: int, depth: int, groups: int, eps: float) -> List[Tensor]:
  x = torch.pop(road)
  for i in range(layers):
    x = torch.cat([x, torch.pop(road)], 1)
    x = self.resnet(w, at + "resnets." + str(i) + ".", x, e, groups, eps)
    if depth > 0:
      x = self.transformer(w, at + "attentions." + str(i) + ".", x, text, r, heads, depth, groups)
  if torch.len(road) > 0:
    # To the size of what it meets next: twice as large, or one less where that was odd.
    x = torch.upsample_nearest2d(x, [torch.size(road[-1], 2), torch.size(road[-1], 3)])
    x = self.conv(w, at + "upsamplers.0.conv", x, 1)
  return torch.append(road, x)

def head(self, w: Dict[str, Tensor], road: List[Tensor], groups: int, eps: float) -> Tensor:
  x = torch.silu_(self.groups(w, "conv_norm_out", road[-1], groups, eps))
  return torch.to(self.conv(w, "conv_out", x, 1), 6)

# Operations whose name ends in _ write into a tensor that was just made.
def resnet(self, w: Dict[str, Tensor], at: str, x: Tensor, e: Tensor, groups: int, eps: float) -> Tensor:
  h = self.conv(w, at + "conv1", torch.silu_(self.groups(w, at + "norm1", x, groups, eps)), 1)
  time = self.layer(w, at + "time_emb_proj", torch.silu(e))
  h = torch.add_(h, torch.unsqueeze(torch.unsqueeze(torch.type_as(time, h), 2), 3))
  h = self.conv(w, at + "conv2", torch.silu_(self.groups(w, at + "norm2", h, groups, eps)), 1)
  if torch.__contains__(w, at + "conv_shortcut.weight"):
    x = self.conv(w, at + "conv_shortcut", x, 1)
  return torch.add_(h, x)

# Every place of the picture is a token of the transformer blocks.
def transformer(self, w: Dict[str, Tensor], at: str, x: Tensor, text: Tensor, r: Dict[str, Tensor], heads: int, depth: int, groups: int) -> Tensor:
  h = self.groups(w, at + "norm", x, groups, 1e-06)
  if torch.dim(w[at + "proj_in.weight"]) == 4:
    h = self.tokens(self.conv(w, at + "proj_in", h, 1))
  else:
    h = self.layer(w, at + "proj_in", self.tokens(h))
  for i in range(depth):
    h = self.block(w, at + "transformer_blocks." + str(i) + ".", h, text, r, heads)
  if torch.dim(w[at + "proj_out.weight"]) == 4:
    h = self.conv(w, at + "proj_out", self.picture(h, x), 1)
  else:
    h = self.picture(self.layer(w, at + "proj_out", h), x)
  return torch.add_(h, x)

def tokens(self, x: Tensor) -> Tensor:
  return torch.reshape(torch.permute(x, [0, 2, 3, 1]), [torch.size(x, 0), -1, torch.size(x, 1)])

def picture(self, h: Tensor, like: Tensor) -> Tensor:
  sizes = [torch.size(like, 0), torch.size(like, 2), torch.size(like, 3), torch.size(h, 2)]
  return torch.contiguous(torch.permute(torch.reshape(h, sizes), [0, 3, 1, 2]))

def block(self, w: Dict[str, Tensor], at: str, x: Tensor, text: Tensor, r: Dict[str, Tensor], heads: int) -> Tensor:
  h = self.norm(w, at + "norm1", x)
  x = torch.add_(self.attention(w, at + "attn1.", h, h, False, r, heads), x)
  x = torch.add_(self.attention(w, at + "attn2.", self.norm(w, at + "norm2", x), text, True, r, heads), x)
  parts = torch.chunk(self.layer(w, at + "ff.net.0.proj", self.norm(w, at + "norm3", x)), 2, 2)
  h = torch.mul_(torch.gelu(parts[1]), parts[0])
  return torch.add_(self.layer(w, at + "ff.net.2", h), x)

def attention(self, w: Dict[str, Tensor], at: str, x: Tensor, source: Tensor, words: bool, r: Dict[str, Tensor], heads: int) -> Tensor:
  q = self.split(w, at + "to_q", x, heads)
  k = self.split(w, at + "to_k", source, heads)
  v = self.split(w, at + "to_v", source, heads)
  out = self.attend(q, k, v, None, words, r)
  return self.layer(w, at + "to_out.0", torch.reshape(torch.transpose(out, 1, 2), torch.size(x)))

def split(self, w: Dict[str, Tensor], name: str, x: Tensor, heads: int) -> Tensor:
  x = torch.linear(x, torch.type_as(w[name + ".weight"], x))
  return torch.transpose(torch.reshape(x, [torch.size(x, 0), torch.size(x, 1), heads, -1]), 1, 2)

def conv(self, w: Dict[str, Tensor], name: str, x: Tensor, stride: int) -> Tensor:
  weight = torch.type_as(w[name + ".weight"], x)
  pad = (torch.size(weight, 2) - 1) // 2
  return torch.conv2d(x, weight, torch.type_as(w[name + ".bias"], x), [stride, stride], [pad, pad])

def layer(self, w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
  return torch.linear(x, torch.type_as(w[name + ".weight"], x), torch.type_as(w[name + ".bias"], x))

def norm(self, w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
  return torch.layer_norm(x, [torch.size(x, 2)], torch.type_as(w[name + ".weight"], x), torch.type_as(w[name + ".bias"], x), 1e-05)

def groups(self, w: Dict[str, Tensor], name: str, x: Tensor, groups: int, eps: float) -> Tensor:
  return torch.group_norm(x, groups, torch.type_as(w[name + ".weight"], x), torch.type_as(w[name + ".bias"], x), eps)
