"""Trajectories of optimizers by Keras 3 and PyTorch, in float64, and learning rates of Keras's schedules.

Run in this folder: KERAS_BACKEND=torch python optimizers.py   (Keras 3.15, PyTorch 2.13)
Writes optimizers.json: 12 steps over given gradients and learning rates, the parameter after each; and schedules.json.
"""
import json

import keras
import numpy as np
import torch

keras.config.set_floatx("float64")
O = keras.optimizers
rng = np.random.default_rng(2)
steps, size = 12, 4
start = np.array([1.0, -2.0, 0.5, 3.0])
# Ordinary, tiny (where epsilon shows), sometimes zero, and large gradients.
gradients = (rng.normal(0, 1, (steps, size)) * [1, 3e-4, 1, 50]).round(7)
gradients[3:6, 2] = 0
rates = [0.05] * 5 + [0.02] * 4 + [0.1] * 3


def by_keras(optimizer):
    variable = keras.Variable(start, dtype="float64")
    optimizer.build([variable])
    path = []
    for gradient, rate in zip(gradients, rates):
        optimizer.learning_rate = rate
        optimizer.apply([torch.tensor(gradient)], [variable])
        path.append(variable.numpy().tolist())
    return path


def by_torch(make):
    parameter = torch.nn.Parameter(torch.tensor(start))
    optimizer = make([parameter])
    path = []
    for gradient, rate in zip(gradients, rates):
        optimizer.param_groups[0]["lr"] = rate
        parameter.grad = torch.tensor(gradient)
        optimizer.step()
        path.append(parameter.detach().tolist())
    return path


def case(optimizer, options, keras_options, torch_make, agrees, because=None):
    names = {"sgd": "SGD", "rmsprop": "RMSprop", "adam": "Adam", "adamW": "AdamW", "adagrad": "Adagrad"}
    found = {"optimizer": optimizer, "options": options, "keras": by_keras(getattr(O, names[optimizer])(**keras_options))}
    theirs = by_torch(torch_make)
    if agrees: assert np.allclose(theirs, found["keras"], rtol=1e-9, atol=1e-12), (optimizer, options)
    else: assert not np.allclose(theirs, found["keras"], rtol=1e-6), (optimizer, options)
    return {**found, "torch": theirs, "agree": agrees, **({"because": because} if because else {})}


T = torch.optim
cases = [
    case("sgd", {}, {}, lambda p: T.SGD(p), True),
    case("sgd", {"weightDecay": 0.1}, {"weight_decay": 0.1}, lambda p: T.SGD(p, weight_decay=0.1), True),
    case("sgd", {"momentum": 0.9}, {"momentum": 0.9}, lambda p: T.SGD(p, momentum=0.9), False,
         "Keras keeps the rate in the momentum, PyTorch does not: they part when the rate changes"),
    case("sgd", {"momentum": 0.9, "nesterov": True}, {"momentum": 0.9, "nesterov": True},
         lambda p: T.SGD(p, momentum=0.9, nesterov=True), False,
         "Keras keeps the rate in the momentum, PyTorch does not: they part when the rate changes"),
    case("sgd", {"momentum": 0.9, "weightDecay": 0.1}, {"momentum": 0.9, "weight_decay": 0.1},
         lambda p: T.SGD(p, momentum=0.9, weight_decay=0.1), False, "PyTorch adds the decay to the gradient"),
    case("rmsprop", {}, {}, lambda p: T.RMSprop(p, alpha=0.9, eps=1e-7), False,
         "Keras adds epsilon under the root, PyTorch to the root"),
    case("rmsprop", {"epsilon": 0}, {"epsilon": 0}, lambda p: T.RMSprop(p, alpha=0.9, eps=0), True),
    case("rmsprop", {"rho": 0.8, "momentum": 0.5, "centered": True, "epsilon": 1e-3, "weightDecay": 0.01},
         {"rho": 0.8, "momentum": 0.5, "centered": True, "epsilon": 1e-3, "weight_decay": 0.01},
         lambda p: T.RMSprop(p, alpha=0.8, momentum=0.5, centered=True, eps=1e-3, weight_decay=0.01), False,
         "epsilon and weight decay"),
    case("rmsprop", {"momentum": 0.5}, {"momentum": 0.5}, lambda p: T.RMSprop(p, alpha=0.9, momentum=0.5, eps=1e-7),
         False, "epsilon; and Keras keeps the rate in the momentum"),
    case("adam", {}, {}, lambda p: T.Adam(p, eps=1e-7), False,
         "Keras adds epsilon before the bias of v is corrected, PyTorch after"),
    case("adam", {"epsilon": 0}, {"epsilon": 0}, lambda p: T.Adam(p, eps=0), True),
    case("adam", {"beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3, "amsgrad": True},
         {"beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-3, "amsgrad": True},
         lambda p: T.Adam(p, betas=(0.8, 0.95), eps=1e-3, amsgrad=True), False, "epsilon"),
    case("adam", {"weightDecay": 0.1, "epsilon": 0}, {"weight_decay": 0.1, "epsilon": 0},
         lambda p: T.Adam(p, weight_decay=0.1, eps=0), False, "PyTorch adds the decay to the gradient"),
    case("adamW", {}, {}, lambda p: T.AdamW(p, weight_decay=0.004, eps=1e-7), False, "epsilon"),
    case("adamW", {"weightDecay": 0.1, "epsilon": 0}, {"weight_decay": 0.1, "epsilon": 0},
         lambda p: T.AdamW(p, weight_decay=0.1, eps=0), True),
    case("adagrad", {}, {}, lambda p: T.Adagrad(p), False,
         "PyTorch starts the sum of squares at 0, Keras at 0.1"),
    case("adagrad", {"initialAccumulatorValue": 0.5, "epsilon": 0}, {"initial_accumulator_value": 0.5, "epsilon": 0},
         lambda p: T.Adagrad(p, initial_accumulator_value=0.5, eps=0), True),
    case("adagrad", {"epsilon": 1e-2, "weightDecay": 0.1}, {"epsilon": 1e-2, "weight_decay": 0.1},
         lambda p: T.Adagrad(p, initial_accumulator_value=0.1, eps=1e-2, weight_decay=0.1), False, "epsilon and decay"),
]


def clipped(name, make, limit):
    tensors = [np.array([3.0, -4.0, 0.1]), np.array([[0.2, -0.1], [0, 12.0]])]
    out = make([torch.tensor(t) for t in tensors])
    return {"clip": name, "limit": limit, "gradients": [t.flatten().tolist() for t in tensors],
            "expected": [np.asarray(t).flatten().tolist() for t in out]}


def keras_clip(option, limit):
    return lambda tensors: O.SGD(**{option: limit})._clip_gradients(tensors)


clips = [clipped(name, keras_clip(option, limit), limit)
         for name, option, limits in (("clipByValue", "clipvalue", (0.5, 100)), ("clipByNorm", "clipnorm", (1, 6, 100)),
                                      ("clipByGlobalNorm", "global_clipnorm", (1, 6, 100)))
         for limit in limits]

with open("optimizers.json", "w") as file:
    head = json.dumps({"start": start.tolist(), "gradients": gradients.tolist(), "rates": rates})[:-1]
    rows = ",\n".join(json.dumps(c) for c in cases)
    limits = ",\n".join(json.dumps(c) for c in clips)
    file.write(f'{head},\n"cases": [\n{rows}\n],\n"clips": [\n{limits}\n]}}\n')

S = keras.optimizers.schedules
at = [0, 1, 2, 3, 5, 7, 9, 10, 11, 14, 15, 19, 20, 21, 25, 40, 100]
schedules = [
    ("inverseTimeDecay", S.InverseTimeDecay, {"initialLearningRate": 0.1, "decaySteps": 10, "decayRate": 0.5}),
    ("inverseTimeDecay", S.InverseTimeDecay,
     {"initialLearningRate": 0.1, "decaySteps": 10, "decayRate": 0.5, "staircase": True}),
    ("exponentialDecay", S.ExponentialDecay, {"initialLearningRate": 0.1, "decaySteps": 10, "decayRate": 0.96}),
    ("exponentialDecay", S.ExponentialDecay,
     {"initialLearningRate": 0.1, "decaySteps": 10, "decayRate": 0.5, "staircase": True}),
    ("piecewiseConstantDecay", S.PiecewiseConstantDecay, {"boundaries": [9, 20], "values": [1.0, 0.5, 0.1]}),
    ("cosineDecay", S.CosineDecay, {"initialLearningRate": 0.1, "decaySteps": 20}),
    ("cosineDecay", S.CosineDecay, {"initialLearningRate": 0.1, "decaySteps": 20, "alpha": 0.1}),
    ("cosineDecay", S.CosineDecay, {"initialLearningRate": 0.01, "decaySteps": 20, "alpha": 0.05,
                                    "warmupTarget": 0.2, "warmupSteps": 10}),
    ("polynomialDecay", S.PolynomialDecay, {"initialLearningRate": 0.1, "decaySteps": 20}),
    ("polynomialDecay", S.PolynomialDecay,
     {"initialLearningRate": 0.1, "decaySteps": 20, "endLearningRate": 0.02, "power": 2}),
]
snake = lambda name: "".join("_" + c.lower() if c.isupper() else c for c in name)
with open("schedules.json", "w") as file:
    rows = [{"schedule": name, "options": options,
             "expected": [float(make(**{snake(k): v for k, v in options.items()})(step)) for step in at]}
            for name, make, options in schedules]
    file.write(f'{{"steps": {at},\n"cases": [\n' + ",\n".join(json.dumps(r) for r in rows) + "\n]}\n")
print(len(cases), "optimizers,", len(clips), "clips,", len(rows), "schedules")
