"""Adam, Muon and their schedule, as src/training/ computes them: in float64, stored in float32; Muon's iterations in float32."""
import math

import torch

COEFFICIENTS = 3.4445, -4.775, 2.0315  # of Muon's Newton-Schulz steps (Jordan et al. 2024)


def rate_scale(training, step):
    """The factor on the learning rates at step 1, 2, ...: linear warm-up times decay to zero."""
    rise = min(1, step / training["warmup"]) if training["warmup"] > 0 else 1
    spent = min(1, (step - 1) / training["steps"])
    decay = {"constant": 1, "linear": 1 - spent, "cosine": 0.5 * (1 + math.cos(math.pi * spent))}
    return rise * decay[training["decay"]]


def settings_at(training, step):
    """The settings of a step, with the changes up to it: "learningRate=0.001@400_clip=0.5@600"."""
    now = dict(training)
    for part in filter(None, training["changes"].split("_")):
        assignment, start = part.split("@")
        name, value = assignment.split("=")
        if int(start) <= step:
            now[name.replace("training.", "")] = float(value)
    return now


def clip(gradient, norm, longest):
    """Shortens a gradient in place to the longest norm; 0 is no limit."""
    if longest != 0 and norm > longest:
        gradient.copy_(gradient.double() * (longest / norm))


class Optimizer:
    """Updates flat parameters along a flat gradient. State: the flat running means `first` and `second`."""

    def __init__(self, shapes, device):
        self.matrices, self.others = {}, []  # places of equally large matrices, by shape; stretches of all other parameters
        begin = 0
        for name, shape in shapes.items():
            end = begin + math.prod(shape)
            if name.startswith("h.") and len(shape) == 2:
                self.matrices.setdefault(shape, []).append((begin, end))
            elif self.others and self.others[-1][1] == begin:
                self.others[-1] = (self.others[-1][0], end)
            else:
                self.others.append((begin, end))
            begin = end
        self.first, self.second = torch.zeros(begin, device=device), torch.zeros(begin, device=device)

    def update(self, parameters, gradient, now, step):
        """One step along a clipped gradient with the settings `now`."""
        scale = rate_scale(now, step)
        if now["optimizer"] == "adam":
            self.adam(parameters, gradient, 0, len(parameters), now, step, scale)
            return
        for begin, end in self.others:
            self.adam(parameters, gradient, begin, end, now, step, scale)
        for shape, places in self.matrices.items():
            self.muon(parameters, gradient, shape, places, now, scale)

    def adam(self, parameters, gradient, begin, end, now, step, scale):
        beta1, beta2, epsilon = 0.9, now.get("beta2", 0.98), now.get("epsilon", 1e-8)
        size = now["learningRate"] * scale / (1 - beta1**step)
        spread = 1 / math.sqrt(1 - beta2**step)
        p, m, v = (each[begin:end] for each in (parameters, self.first, self.second))
        g = gradient[begin:end].double()
        mean = beta1 * m.double() + (1 - beta1) * g
        square = beta2 * v.double() + (1 - beta2) * g * g
        m.copy_(mean)
        v.copy_(square)
        p.copy_(p.double() - (size * mean) / (square.sqrt() * spread + epsilon))

    def muon(self, parameters, gradient, shape, places, now, scale):
        """Moves matrices [inputs, outputs] of one shape along Nesterov's direction, made about orthogonal."""
        inputs, outputs = shape
        directions = []
        for begin, end in places:
            m, g = self.first[begin:end], gradient[begin:end].double()
            mean = now["momentum"] * m.double() + (1 - now["momentum"]) * g
            directions.append((g + now["momentum"] * (mean - g)).float().view(shape))
            m.copy_(mean)
        along = orthogonalized(torch.stack(directions))
        size = now["matrixRate"] * scale * math.sqrt(max(1, outputs / inputs))
        for (begin, end), update in zip(places, along):
            p = parameters[begin:end]
            p.copy_(p.double() - size * update.reshape(-1).double())


def orthogonalized(matrices):
    """Five Newton-Schulz steps from matrices [n, rows, columns] to near orthogonal ones, on the smaller square."""
    a, b, c = COEFFICIENTS
    u = matrices / (matrices.square().sum((1, 2), keepdim=True).sqrt() + 1e-7)
    tall = u.shape[1] > u.shape[2]
    gram = u.mT @ u if tall else u @ u.mT
    identity, product = a * torch.eye(gram.shape[1], device=u.device), None
    for k in range(5):
        mix = b * gram + c * (gram @ gram) + identity
        product = mix if product is None else mix @ product
        if k < 4:
            gram = mix @ gram @ mix
    return u @ product if tall else product @ u
