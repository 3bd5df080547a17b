"""Recurrent layers step by step; and where PyTorch has the same layer as a module, by that, held against the steps."""
import torch
import torch.nn.functional as F

# From the definitions of ONNX's ops; alpha and beta are taken in the order of the activations that use them.
ACTIVATIONS = {
    "Sigmoid": (0, lambda x, *_: torch.sigmoid(x)),
    "Tanh": (0, lambda x, *_: torch.tanh(x)),
    "Relu": (0, lambda x, *_: torch.relu(x)),
    "Softsign": (0, lambda x, *_: F.softsign(x)),
    "Softplus": (0, lambda x, *_: F.softplus(x, threshold=1e9)),
    "LeakyRelu": (1, lambda x, a=0.01: F.leaky_relu(x, a)),
    "ThresholdedRelu": (1, lambda x, a=1.0: F.threshold(x, a, 0.0)),
    "Elu": (1, lambda x, a=1.0: F.elu(x, a)),
    "Affine": (2, lambda x, a, b: a * x + b),
    "ScaledTanh": (2, lambda x, a, b: a * torch.tanh(b * x)),
    "HardSigmoid": (2, lambda x, a=0.2, b=0.5: torch.clamp(a * x + b, 0, 1)),
}


def activations_of(a):
    alphas, betas = list(a["activation_alpha"]), list(a["activation_beta"])
    made = []
    for name in a["activations"]:
        takes, f = ACTIVATIONS[name]
        given = [source.pop(0) for source in (alphas, betas)[:takes] if source]
        made.append(lambda x, f=f, given=given: f(x, *given))
    return made


def recurrent(gates, cell):
    def run(inputs, a, shape, *_):
        x, w, r, b, lens, h0, c0, p = [*inputs, *[None] * 8][:8]
        if a["layout"]:
            x, h0, c0 = (t if t is None else t.transpose(0, 1) for t in (x, h0, c0))
        steps, batch, units = x.shape[0], x.shape[1], a["hidden_size"]
        limit = (lambda t: torch.clamp(t, -a["clip"], a["clip"])) if a.get("clip") else (lambda t: t)
        count = 2 if a["direction"] == "bidirectional" else 1
        fs = activations_of(a)
        fs = [fs[d * len(fs) // count:(d + 1) * len(fs) // count] for d in range(count)]
        lens = [steps] * batch if lens is None else lens.tolist()
        zero = torch.zeros(units, dtype=x.dtype)
        ys, hs, cs = [], [], []
        for d in range(count):
            columns = []
            for n in range(batch):
                h, c = (zero if t is None else t[d, n] for t in (h0, c0))
                order = range(lens[n]) if d == 0 and a["direction"] != "reverse" else reversed(range(lens[n]))
                column = [zero] * steps
                for t in order:
                    wb, rb = (torch.zeros(2, gates * units, dtype=x.dtype) if b is None else b[d].reshape(2, -1))
                    h, c = cell(w[d] @ x[t, n] + wb, r[d], rb, h, c, None if p is None else p[d].chunk(3), fs[d], limit, a)
                    column[t] = h
                columns.append(torch.stack(column))
                hs.append(h)
                cs.append(c)
            ys.append(torch.stack(columns, 1))
        y = torch.stack(ys, 1)
        states = [torch.stack(s).reshape(count, batch, units) for s in (hs, cs)]
        against_module(gates, y, states, inputs, x, w, r, b, h0, c0, a)
        if a["layout"]:
            y = y.permute(2, 0, 1, 3)
            states = [s.transpose(0, 1) for s in states]
        # Where the states alone are asked for, the first output is one of them.
        return ((y,) if len(shape) == 4 else ()) + tuple(states if gates == 4 else states[:1])
    return run


def rnn_cell(sums, r, rb, h, c, p, fs, limit, a):
    return fs[0](limit(sums + r @ h + rb)), c


def gru_cell(sums, r, rb, h, c, p, fs, limit, a):
    (xz, xr, xh), (rz, rr, rh), (bz, br, bh) = sums.chunk(3), r.chunk(3), rb.chunk(3)
    z, reset = fs[0](limit(xz + rz @ h + bz)), fs[0](limit(xr + rr @ h + br))
    inner = reset * (rh @ h + bh) if a["linear_before_reset"] else rh @ (reset * h) + bh
    return (1 - z) * fs[1](limit(xh + inner)) + z * h, c


def lstm_cell(sums, r, rb, h, c, p, fs, limit, a):
    i, o, f, g = (sums + r @ h + rb).chunk(4)
    pi, po, pf = p or (0, 0, 0)
    i = fs[0](limit(i + pi * c))
    f = 1 - i if a["input_forget"] else fs[0](limit(f + pf * c))
    c = f * c + i * fs[1](limit(g))
    return fs[0](limit(o + po * c)) * fs[2](c), c


MODULES = {
    1: (torch.nn.RNN, [0], ["Tanh"]),
    3: (torch.nn.GRU, [1, 0, 2], ["Sigmoid", "Tanh"]),
    4: (torch.nn.LSTM, [0, 2, 3, 1], ["Sigmoid", "Tanh", "Tanh"]),
}


def against_module(gates, y, states, inputs, x, w, r, b, h0, c0, a):
    """torch.nn.RNN, GRU and LSTM: full lengths, the default activations, no more; their gates are in another order."""
    module, order, names = MODULES[gates]
    count = w.shape[0]
    special = a.get("clip") or a.get("input_forget") or a["direction"] == "reverse" or (len(inputs) > 7 and inputs[7] is not None)
    ragged = len(inputs) > 4 and inputs[4] is not None and set(inputs[4].tolist()) != {x.shape[0]}
    if special or ragged or a["activations"] != names * count or (gates == 3 and not a["linear_before_reset"]):
        return
    units = a["hidden_size"]
    layer = module(x.shape[2], units, bidirectional=count == 2, bias=b is not None).double()
    reordered = lambda t: torch.cat([t.chunk(gates)[i] for i in order])
    with torch.no_grad():
        for d in range(count):
            suffix = "_l0" + ("_reverse" if d else "")
            getattr(layer, "weight_ih" + suffix).copy_(reordered(w[d]))
            getattr(layer, "weight_hh" + suffix).copy_(reordered(r[d]))
            if b is not None:
                for name, part in zip(("bias_ih", "bias_hh"), b[d].chunk(2)):
                    getattr(layer, name + suffix).copy_(reordered(part))
        h = torch.zeros(count, x.shape[1], units, dtype=x.dtype) if h0 is None else h0.contiguous()
        c = torch.zeros_like(h) if c0 is None else c0.contiguous()
        expected, _ = layer(x.contiguous(), (h, c) if gates == 4 else h)
    assert torch.allclose(expected.reshape(x.shape[0], x.shape[1], count, units).transpose(1, 2), y, rtol=1e-12, atol=1e-12)


functions = {"rnn": recurrent(1, rnn_cell), "gru": recurrent(3, gru_cell), "lstm": recurrent(4, lstm_cell)}
