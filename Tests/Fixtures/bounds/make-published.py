#!/usr/bin/env python3
"""Bounds of three networks with a softmax and layer normalizations by the published relaxations.

    make-published.py FOLDER

Writes FOLDER/NAME.onnx and FOLDER/NAME.npz with inputs `x`, the sizes `epsilons` of ℓ∞ balls, and the bounds `lower`
and `upper` of the logits, of shape [epsilons, inputs, 3], by backward LiRPA (CROWN, intermediate bounds by CROWN, too) of
auto_LiRPA 0.3: softmax as exponentials, their sum and a quotient, layer normalization as means, squares, a root and a
quotient, products by planes, each with the relaxation of Z. Shi et al., "Robustness Verification for Transformers",
2020, and K. Xu et al., "Automatic Perturbation Analysis for Scalable Certified Robustness and Beyond", 2020.

Needs Python with numpy below 1.24, torch 1.13.1 and auto-LiRPA 0.3 (installed without its dependencies).
"""
import sys
import warnings

warnings.filterwarnings("ignore")
import numpy as np
import torch
import torch.nn as nn
from auto_LiRPA import BoundedModule, BoundedTensor
from auto_LiRPA.perturbations import PerturbationLpNorm

torch.set_default_dtype(torch.float64)
EPSILONS = [0.01, 0.03, 0.1]


def softmax(z, written_out):
    if not written_out:
        return torch.softmax(z, -1)
    powers = torch.exp(z)
    return powers / powers.sum(-1, keepdim=True)


def normalized(z, size, written_out):
    if not written_out:
        return nn.functional.layer_norm(z, (size,))
    centered = z - z.mean(-1, keepdim=True)
    return centered * torch.reciprocal(torch.sqrt((centered * centered).mean(-1, keepdim=True) + 1e-5))


class Softmax(nn.Module):
    def __init__(self, written_out):
        super().__init__()
        self.written_out = written_out
        self.first, self.last = nn.Linear(6, 8), nn.Linear(8, 3)

    def forward(self, x):
        return self.last(softmax(3 * self.first(x), self.written_out))


class Normalization(nn.Module):
    def __init__(self, written_out):
        super().__init__()
        self.written_out = written_out
        self.first, self.last = nn.Linear(6, 8), nn.Linear(8, 3)

    def forward(self, x):
        return self.last(torch.relu(normalized(self.first(x), 8, self.written_out)))


class Attention(nn.Module):
    def __init__(self, written_out):
        super().__init__()
        self.written_out = written_out
        self.queries, self.keys, self.values = (nn.Linear(4, 4) for _ in range(3))
        self.last = nn.Linear(4, 3)

    def forward(self, x):
        z = x.reshape(-1, 3, 4)
        weights = softmax(self.queries(z) @ self.keys(z).transpose(1, 2), self.written_out)
        z = normalized(z + weights @ self.values(z), 4, self.written_out)
        return self.last(z.mean(1))


def main(folder):
    for name, kind, count in ("softmax", Softmax, 6), ("normalization", Normalization, 6), ("attention", Attention, 12):
        torch.manual_seed(0)
        plain = kind(False).double().eval()
        written = kind(True).double().eval()
        written.load_state_dict(plain.state_dict())
        x = torch.rand(4, count, dtype=torch.float64)
        assert (plain(x) - written(x)).abs().max() < 1e-12
        torch.onnx.export(plain, x[:1], f"{folder}/{name}.onnx", opset_version=13, input_names=["x"],
                          output_names=["y"], dynamic_axes={"x": {0: "n"}, "y": {0: "n"}})
        bounds = np.zeros((2, len(EPSILONS), len(x), 3))
        for index, epsilon in enumerate(EPSILONS):
            for row in range(len(x)):
                example = x[row:row + 1]
                bounded = BoundedModule(written, example, bound_opts={"conv_mode": "matrix"})
                ball = BoundedTensor(example, PerturbationLpNorm(norm=float("inf"), eps=epsilon))
                lower, upper = bounded.compute_bounds(x=(ball,), method="CROWN")
                bounds[:, index, row] = lower.detach().numpy()[0], upper.detach().numpy()[0]
        print(name, (bounds[1] - bounds[0]).mean((1, 2)))
        np.savez(f"{folder}/{name}.npz", x=x.numpy(), epsilons=np.array(EPSILONS), lower=bounds[0], upper=bounds[1])


if __name__ == "__main__":
    main(sys.argv[1])
