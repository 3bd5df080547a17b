"""Class activation maps and Grad-CAM by PyTorch, of three small networks.

Run in this folder: python explain.py   (PyTorch 2.13, onnx)
Writes explain.json, for tests/explain: the networks as ONNX files, pictures, scores, and the maps of every class.
The maps are those of the papers: CAM, sum over k of w[c, k] A[k] (Zhou et al. 2016, equation 2); Grad-CAM, relu of the sum over k of the mean of
d score[c] / d A[k], times A[k] (Selvaraju et al. 2017, equations 1 and 2). Scores are logits.
"""

import base64
import io
import json

import torch
from torch import nn

torch.manual_seed(7)


def body():
    return nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 6, 3), nn.ReLU())


class Pooled(nn.Module):
    """A head of which CAM can be read."""

    def __init__(self):
        super().__init__()
        self.body = body()
        self.head = nn.Linear(6, 5)

    def features(self, x):
        return self.body(x)

    def scores(self, a):
        return self.head(a.mean((2, 3)))


class Convolutional(Pooled):
    """The classifier is a convolution of one place, as in MobileNets."""

    def __init__(self):
        super().__init__()
        self.head = nn.Conv2d(6, 5, 1)

    def scores(self, a):
        return self.head(nn.functional.adaptive_avg_pool2d(a, 1)).flatten(1)


class Deep(nn.Module):
    """Two dense layers: only gradients tell."""

    def __init__(self):
        super().__init__()
        self.body = body()
        self.pool = nn.MaxPool2d(2)
        self.head = nn.Sequential(nn.Flatten(), nn.Linear(24, 8), nn.ReLU(), nn.Linear(8, 5))

    def features(self, x):
        return self.body(x)

    def scores(self, a):
        return self.head(self.pool(a))


def forward(self, x):
    return self.scores(self.features(x))


def rounded(tensor):
    return [float(f"{v:.8g}") for v in tensor.detach().flatten().tolist()]


pictures = torch.randint(0, 256, (2, 12, 14, 3), dtype=torch.uint8)
x = (pictures.float() / 255).permute(0, 3, 1, 2)
found = {"pictures": base64.b64encode(pictures.numpy().tobytes()).decode(), "shape": list(pictures.shape), "networks": {}}
for make in (Pooled, Convolutional, Deep):
    make.forward = forward
    network = make().eval()
    a = network.features(x).detach().requires_grad_()
    scores = network.scores(a)
    gradcam, cam = [], []
    for c in range(5):
        (slope,) = torch.autograd.grad(scores[:, c].sum(), a, retain_graph=True)
        gradcam.append(torch.relu((slope.mean((2, 3), keepdim=True) * a).sum(1)))
        if make is not Deep:
            cam.append(torch.einsum("k,nkhw->nhw", network.head.weight.reshape(5, 6)[c], a))
    file = io.BytesIO()
    axes = {"x": {0: "batch"}, "scores": {0: "batch"}}
    names = {"input_names": ["x"], "output_names": ["scores"], "dynamic_axes": axes}
    torch.onnx.export(network, (x,), file, **names, opset_version=17, dynamo=False)
    found["networks"][make.__name__] = {
        "onnx": base64.b64encode(file.getvalue()).decode(),
        "scores": rounded(scores),
        "size": list(a.shape[2:]),
        # [classes, pictures, height, width]
        "gradcam": rounded(torch.stack(gradcam)),
        **({"cam": rounded(torch.stack(cam))} if cam else {}),
    }
with open("explain.json", "w") as file:
    json.dump(found, file, separators=(",", ":"))
    file.write("\n")
