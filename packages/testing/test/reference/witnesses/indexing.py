"""Looking up, putting in place, cutting and rearranging, as PyTorch does them."""
import torch
import torch.nn.functional as F

from .common import moving

REDUCTIONS = {"add": "sum", "mul": "prod", "max": "amax", "min": "amin"}


def positive(indices, extent):
    return torch.where(indices < 0, indices + extent, indices).long()


def gather_elements(inputs, a, *_):
    data, indices = inputs
    return torch.gather(data, a["axis"], positive(indices, data.shape[a["axis"]]))


def scatter_elements(inputs, a, *_):
    data, indices, updates = inputs
    at = positive(indices, data.shape[a["axis"]])
    if a["reduction"] == "none":
        return data.scatter(a["axis"], at, updates)
    return data.scatter_reduce(a["axis"], at, updates, REDUCTIONS[a["reduction"]])


def flat_places(indices, shape):
    """The first element of what each entry points at, and how many elements that is."""
    strides = torch.tensor([torch.tensor(shape[i + 1:]).prod().item() for i in range(len(shape))])
    depth = indices.shape[-1]
    at = torch.where(indices < 0, indices + torch.tensor(shape[:depth]), indices)
    length = int(torch.tensor(shape[depth:]).prod())
    starts = (at * strides[:depth]).sum(-1).long().reshape(-1, 1)
    return (starts + torch.arange(length)).flatten()


def scatter_nd(inputs, a, *_):
    data, indices, updates = inputs
    at = flat_places(indices, data.shape)
    if a["reduction"] == "none":
        flat = data.flatten().scatter(0, at, updates.flatten())
    else:
        flat = data.flatten().scatter_reduce(0, at, updates.flatten(), REDUCTIONS[a["reduction"]])
    return flat.reshape(data.shape)


def gather_nd(inputs, a, *_):
    data, indices = inputs
    batch = a["batch_dims"]
    if batch == 0:
        return data[tuple(indices.movedim(-1, 0))]
    return torch.stack([gather_nd([d, i], {"batch_dims": batch - 1}) for d, i in zip(data, indices)])


def one_hot(inputs, a, *_):
    indices, depth, values = inputs
    extent = int(depth)
    whole = indices.long()
    inside = (whole >= -extent) & (whole < extent)
    hot = (positive(whole, extent).unsqueeze(-1) == torch.arange(extent)) & inside.unsqueeze(-1)
    y = torch.where(hot, values[1], values[0])
    return y.movedim(-1, a["axis"])


def top_k(inputs, a, *_):
    x = inputs[0]
    k = int(inputs[1])
    values, _ = torch.sort(x, dim=a["axis"], descending=bool(a["largest"]), stable=True)
    return values.narrow(a["axis"], 0, k), None


def split(inputs, a, *_):
    x, parts = [*inputs, None][:2]
    if parts is not None:
        return torch.split(x, parts.tolist(), a["axis"])
    return torch.split(x, -(-x.shape[a["axis"]] // a["num_outputs"]), a["axis"])


def space_to_depth(inputs, a, *_):
    """Pixel unshuffle counts C first, ONNX the place in the square."""
    x, b = inputs[0], a["blocksize"]
    y = F.pixel_unshuffle(x, b)
    n, _, h, w = y.shape
    return y.reshape(n, x.shape[1], b * b, h, w).transpose(1, 2).reshape(y.shape)


def depth_to_space(inputs, a, *_):
    x, b = inputs[0], a["blocksize"]
    if a["mode"] == "DCR":
        n, c, h, w = x.shape
        x = x.reshape(n, b * b, c // (b * b), h, w).transpose(1, 2).reshape(x.shape)
    return F.pixel_shuffle(x, b)


def trilu(inputs, a, *_):
    x, k = [*inputs, None][:2]
    return (torch.triu if a["upper"] else torch.tril)(x, 0 if k is None else int(k))


def reverse_sequence(inputs, a, *_):
    x, lengths = inputs
    sequences = x.movedim(a["batch_axis"], 0)
    turned = [torch.cat([s[:n].flip(0), s[n:]]) for s, n in zip(sequences, lengths.tolist())]
    return torch.stack(turned).movedim(0, a["batch_axis"])


functions = {
    "gatherElements": gather_elements,
    "scatterElements": scatter_elements,
    "gatherND": gather_nd,
    "scatterND": scatter_nd,
    "oneHot": one_hot,
    "topK": top_k,
    "split": split,
    "tile": lambda inputs, *_: torch.tile(inputs[0], inputs[1].tolist()),
    "depthToSpace": depth_to_space,
    "spaceToDepth": space_to_depth,
    "centerCropPad": moving,
    "trilu": trilu,
    "reverseSequence": reverse_sequence,
    "einsum": lambda inputs, a, *_: torch.einsum(a["equation"], *inputs),
}
