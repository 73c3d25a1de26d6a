"""Attacks of torchattacks and foolbox on dense sigmoid networks."""
import foolbox
import torch
import torchattacks
import torchattacks.attacks.apgd

import networks


class ScaledSigmoid(torch.autograd.Function):
    """A sigmoid whose slopes are divided by the largest of their row, from logarithms."""

    @staticmethod
    def forward(context, z):
        context.save_for_backward(z)
        return torch.sigmoid(z)

    @staticmethod
    def backward(context, gradient):
        (z,) = context.saved_tensors
        size = gradient.abs().amax(1, keepdim=True)
        gradient = gradient / torch.where(size > 0, size, 1)
        # |gradient| ≤ 1 has its part in what is largest, or rows of large slopes would vanish.
        exponents = (torch.nn.functional.logsigmoid(z) + torch.nn.functional.logsigmoid(-z)
                     + gradient.abs().log())
        exponents = exponents - exponents.amax(1, keepdim=True)
        return gradient.sign() * torch.where(exponents.isnan(), 0, exponents.exp())


class TailedSigmoid(torch.autograd.Function):
    """A sigmoid that goes to 0 where exp does: in float32 at -104, PyTorch's own at -89.

    The slope is a(1 - a), as usual."""

    @staticmethod
    def forward(context, z):
        e = (-z.abs()).exp()
        activity = torch.where(z < 0, e, 1) / (1 + e)
        context.save_for_backward(activity)
        return activity

    @staticmethod
    def backward(context, gradient):
        (activity,) = context.saved_tensors
        return gradient * (activity * (1 - activity))


class LogOdds(torch.nn.Module):
    """log Σ exp z_k − z_y over k ≠ y: the cross-entropy is log(1 + exp) of it."""

    def __init__(self, reduction):
        super().__init__()

    def forward(self, scores, labels):
        own = torch.nn.functional.one_hot(labels, scores.shape[1]).bool()
        return scores.masked_fill(own, -torch.inf).logsumexp(1) - scores[own]


class PeerNetwork(torch.nn.Module):
    """The network, in the precision of its weights."""

    def __init__(self, tensors, dtype, phi):
        super().__init__()
        self.count = sum(name.endswith(".weight") for name in tensors)
        for layer in range(self.count):
            for kind in ("weight", "bias"):
                tensor = torch.tensor(tensors[f"layers.{layer}.{kind}"], dtype=dtype)
                self.register_parameter(
                    f"{kind}{layer}", torch.nn.Parameter(tensor, requires_grad=False))
        self.phi = phi

    def forward(self, x):
        x = x.flatten(1).to(self.weight0.dtype)
        for layer in range(self.count):
            x = torch.nn.functional.linear(
                x, getattr(self, f"weight{layer}"), getattr(self, f"bias{layer}"))
            x = self.phi(x) if layer < self.count - 1 else x
        return x


class Peers:
    """The peers' attacks in one precision: each takes a radius and a seed, and returns points."""

    def __init__(self, tensors, x, y, variant, restarts):
        self.dtype = torch.float64 if variant in ("float64", "exact") else torch.float32
        torch.set_default_dtype(self.dtype)
        phi = {"exact": ScaledSigmoid.apply, "tailed": TailedSigmoid.apply}.get(variant, torch.sigmoid)
        self.model = PeerNetwork(tensors, self.dtype, phi).eval()
        loss = LogOdds if variant == "exact" else torch.nn.CrossEntropyLoss
        torchattacks.attacks.apgd.nn = type("nn", (), {"CrossEntropyLoss": loss})
        self.x = torch.tensor(x, dtype=self.dtype).reshape(-1, 1, 28, 28)
        self.y = torch.tensor(y)
        self.fooled = foolbox.PyTorchModel(self.model, bounds=(0, 1), device="cpu")
        self.restarts = restarts

    def points(self, peer, attack, norm, epsilon, seed, steps):
        torch.manual_seed(seed)
        norm = {"linf": "Linf", "l2": "L2"}[norm]
        common = {"norm": norm, "eps": epsilon, "steps": steps, "seed": seed}
        apgd = common | {"n_restarts": self.restarts}
        m = self.model
        run = {
            ("foolbox", "cw"): lambda: foolbox.attacks.L2CarliniWagnerAttack(steps=steps),
            ("foolbox", "deepfool"): lambda: foolbox.attacks.L2DeepFoolAttack(steps=steps),
            ("torchattacks", "cw"): lambda: torchattacks.CW(m, c=1, steps=steps, lr=0.01),
            ("torchattacks", "deepfool"): lambda: torchattacks.DeepFool(m, steps=steps),
            ("torchattacks", "fab"): lambda: torchattacks.FAB(m, **common),
            ("torchattacks", "fab-t"): lambda: torchattacks.FAB(m, multi_targeted=True, **common),
            ("torchattacks", "apgd-ce"): lambda: torchattacks.APGD(m, loss="ce", **apgd),
            ("torchattacks", "apgd-dlr"): lambda: torchattacks.APGD(m, loss="dlr", **apgd),
            ("torchattacks", "apgd-t"): lambda: torchattacks.APGDT(m, n_classes=10, **apgd),
        }[peer, attack]()
        # FAB calls float() on its points, whatever their precision.
        torch.Tensor.float = lambda tensor: tensor.to(self.dtype)
        points = (run.run(self.fooled, self.x, self.y) if peer == "foolbox"
                  else run(self.x, self.y))
        return points.detach().flatten(1).to(torch.float32).numpy()
