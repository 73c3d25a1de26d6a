"""Writes the safetensors fixtures with the reference implementation.

Made with Python 3, numpy 2.4, torch 2 and safetensors 0.8: python make.py
"""

import numpy as np
import torch
from safetensors.numpy import save_file
from safetensors.torch import save_file as save_torch

# One tensor of each type, with values that show byte order, signs and the ends of the ranges.
save_torch(
    {
        "f64": torch.tensor([[1.5, -2.25], [1e300, 5e-324]], dtype=torch.float64),
        "f32": torch.tensor([0.1, -3.4028234663852886e38, 1e-45], dtype=torch.float32),
        "f16": torch.tensor([1.0, -65504.0, 6e-8, float("inf"), -0.0], dtype=torch.float16),
        "bf16": torch.tensor([1.0, -3.140625, 1e38], dtype=torch.bfloat16),
        "i64": torch.tensor([-(2**63), 2**63 - 1, -1], dtype=torch.int64),
        "i32": torch.tensor([-(2**31), 7], dtype=torch.int32),
        "i16": torch.tensor([-300, 300], dtype=torch.int16),
        "i8": torch.tensor([-128, 127], dtype=torch.int8),
        "u8": torch.tensor([0, 255], dtype=torch.uint8),
        "bool": torch.tensor([True, False]),
        "scalar": torch.tensor(2.5, dtype=torch.float64),
        "empty": torch.zeros((0, 3), dtype=torch.float32),
    },
    "types.safetensors",
    metadata={"maker": 'a "quoted" text', "unicode": "σ(z) ≥ 0\n"},
)

# A network as a foreign program writes it: no architecture. Weights are k / 8.
weights = lambda rows, columns, seed: (
    np.arange(rows * columns).reshape(rows, columns) * 7 % 13 - 6 + seed
).astype(np.float32) / 8
save_file(
    {
        "layers.0.weight": weights(4, 3, 0),
        "layers.0.bias": np.array([0.5, -0.25, 0.125, 1], np.float32),
        "layers.1.weight": weights(2, 4, 1),
        "layers.1.bias": np.array([-1, 0.75], np.float32),
    },
    "foreign.safetensors",
)
