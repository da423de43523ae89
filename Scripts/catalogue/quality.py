"""Builds the quality tables: `quality_imagenet`, `quality_checkpoints`, `loss_laws` and `returns_statements`.

What quality a computation bought, as published. Choices: torchvision calls its operation counts GFLOPs, they are
multiply-accumulates (1 MAC = 2 FLOP) and stand as `gmac`; a model appears once per recipe and evaluation protocol,
never averaged, because a return on compute holds within one protocol only; accuracy has the sampling range of 50,000
images; coefficients of loss laws have 1.96 standard errors where the authors give one, else no range of their own.
"""

import math

from tables import Table, cite

CURRENT = "torchvision-v1"
# model, family, GMAC, {recipe: top-1 per cent}
IMAGENET = [
    ("AlexNet", "alexnet", 0.714, {CURRENT: 56.522}), ("GoogLeNet", "googlenet", 1.498, {CURRENT: 69.778}),
    ("VGG16", "vgg", 15.470, {CURRENT: 71.592}), ("ResNet-18", "resnet", 1.814, {CURRENT: 69.758}),
    ("ResNet-34", "resnet", 3.664, {CURRENT: 73.314}),
    ("ResNet-50", "resnet", 4.089, {CURRENT: 76.130, "torchvision-v2": 80.858}),
    ("ResNet-101", "resnet", 7.801, {CURRENT: 77.374, "torchvision-v2": 81.886}),
    ("ResNet-152", "resnet", 11.514, {CURRENT: 78.312, "torchvision-v2": 82.284, "cadene": 78.428, "torch7": 77.84}),
    ("ResNeXt-50 32x4d", "resnext", 4.230, {CURRENT: 77.618}),
    ("ResNeXt-101 32x8d", "resnext", 16.414, {CURRENT: 79.312}),
    ("ResNeXt-101 64x4d", "resnext", 15.460, {"torchvision-v2": 83.246, "cadene": 78.956, "torch7": 79.6}),
    ("Wide ResNet-50-2", "wide-resnet", 11.398, {CURRENT: 78.468}),
    ("DenseNet-121", "densenet", 2.834, {CURRENT: 74.434}), ("DenseNet-161", "densenet", 7.728, {CURRENT: 77.138}),
    ("DenseNet-201", "densenet", 4.291, {CURRENT: 76.896}),
    ("EfficientNet B0", "efficientnet", 0.386, {CURRENT: 77.692}),
    ("EfficientNet B1", "efficientnet", 0.687, {CURRENT: 78.642}),
    ("EfficientNet B2", "efficientnet", 1.088, {CURRENT: 80.608}),
    ("EfficientNet B3", "efficientnet", 1.827, {CURRENT: 82.008}),
    ("EfficientNet B4", "efficientnet", 4.394, {CURRENT: 83.384}),
    ("EfficientNet B5", "efficientnet", 10.266, {CURRENT: 83.444}),
    ("EfficientNet B6", "efficientnet", 19.068, {CURRENT: 84.008}),
    ("EfficientNet B7", "efficientnet", 37.746, {CURRENT: 84.122}),
    ("ConvNeXt Tiny", "convnext", 4.456, {CURRENT: 82.520}), ("ConvNeXt Small", "convnext", 8.684, {CURRENT: 83.616}),
    ("ConvNeXt Base", "convnext", 15.355, {CURRENT: 84.062}), ("ConvNeXt Large", "convnext", 34.361, {CURRENT: 84.414}),
    ("ViT-B/16", "vit", 17.564, {CURRENT: 81.072}), ("ViT-H/14", "vit", 1016.7, {"torchvision-swag": 88.552}),
]
# Thousand steps, loss, kWh, kg.
CHECKPOINTS = [
    (100, 3.02, 9.40, 3.34), (200, 2.82, 18.82, 6.70), (300, 2.73, 28.59, 10.16), (400, 2.68, 38.20, 13.57),
    (500, 2.64, 48.04, 17.07), (600, 2.61, 57.74, 20.52), (700, 2.58, 67.32, 23.92), (800, 2.55, 76.84, 27.30),
    (900, 2.53, 86.40, 30.70), (1000, 2.50, 96.19, 34.18), (1100, 2.48, 106.06, 37.70), (1200, 2.46, 115.69, 41.11),
]


def build(_data):
    bsd = "torchvision, copyright its contributors, BSD-3-Clause."
    cite("torchvision", "PyTorch", "torchvision weights meta-data", 2024, "BSD-3-Clause",
         "https://pytorch.org/vision/stable/models.html", bsd)
    cite("cadene", "Cadene", "pretrained-models.pytorch", 2019, "BSD-3-Clause",
         "https://github.com/Cadene/pretrained-models.pytorch", "pretrained-models.pytorch, R. Cadene, BSD-3-Clause.")
    cite("torch7-resnext", "Xie et al.; Facebook", "ResNeXt and fb.resnet.torch, Torch7 models", 2017, "facts",
         "https://github.com/facebookresearch/ResNeXt")
    cite("teenytinyllama", "Corrêa et al.", "TeenyTinyLlama: open-source tiny language models trained in Brazilian "
         "Portuguese, model card of the 460m", 2024, "Apache-2.0",
         "https://huggingface.co/nicholasKluge/TeenyTinyLlama-460m",
         "TeenyTinyLlama, N. K. Corrêa et al., Apache-2.0.")
    imagenet()
    checkpoints()


def imagenet():
    t = Table("quality_imagenet", "ImageNet accuracy and operations", about="Top-1 accuracy on the 50,000 validation "
              "images and multiply-accumulates of a forward pass, by training recipe and evaluation protocol.")
    t.column("key", "key", "model/recipe")
    t.column("name", "name", "model")
    t.column("family", "text", "family within which sizes are compared")
    t.column("recipe", "choice", "who trained and evaluated it: torchvision's first, newer and SWAG weights, Cadene's "
             "table, the original Torch7 models",
             choices="torchvision-v1|torchvision-v2|torchvision-swag|cadene|torch7")
    t.column("gmac", "number", "multiply-accumulates of a forward pass; torchvision labels them GFLOPs, 1 MAC = 2 FLOP",
             "10^9 MAC", 0.01, 5000, "rounded-3")
    t.column("top1_percent", "number", "top-1 accuracy", "%", 40, 95, "low_top1_percent..high_top1_percent")
    t.column("low_top1_percent", "number", "less 1.96 standard errors of 50,000 images", "%", 40, 95, "bound")
    t.column("high_top1_percent", "number", "and 1.96 standard errors of 50,000 images", "%", 40, 95, "bound")
    t.column("source", "source", "whose figures")
    t.column("year", "year", "year of the table")
    sources = {"cadene": ("cadene", 2019), "torch7": ("torch7-resnext torchvision", 2017)}
    for name, family, gmac, recipes in IMAGENET:
        for recipe, top1 in recipes.items():
            source, year = sources.get(recipe, ("torchvision", 2024))
            share = top1 / 100
            spread = 196 * math.sqrt(share * (1 - share) / 50000)
            key = f"{name.lower().replace(' ', '-').replace('/', '-')}/{recipe}"
            t.row(key=key, name=name, family=family, recipe=recipe, gmac=gmac, top1_percent=top1,
                  low_top1_percent=top1 - spread, high_top1_percent=top1 + spread, source=source, year=year)
            rivals = [f"{other} {value:g}" for other, value in recipes.items() if other != recipe]
            if rivals:
                t.note(key, f"Same model, other recipe or protocol: {', '.join(rivals)} per cent. A return on compute "
                       "holds within one of them.", source.split()[0], column="top1_percent",
                       value=next(v for r, v in recipes.items() if r != recipe), unit="%", check="X41")
    for key, gmac in [("resnet-50/torchvision-v1", 4.089), ("resnet-152/torchvision-v1", 11.514)]:
        t.note(key, "The source labels the count GFLOPs; it is multiply-accumulates, half the FLOP.", "torchvision",
               column="gmac", value=2 * gmac, unit="10^9 FLOP", check="X09")
    for recipe, gain in [("cadene", 0.528), ("torch7", 1.76)]:
        assert abs(IMAGENET_BY_NAME["ResNeXt-101 64x4d"][recipe] - IMAGENET_BY_NAME["ResNet-152"][recipe]
                   - gain) < 1e-9
        t.note(f"resnext-101-64x4d/{recipe}", f"{gain:g} points above ResNet-152 by this protocol, for 34.3 per cent "
               "more operations; the other protocol gives a gain three times larger or smaller.", "cadene",
               column="top1_percent", value=gain, unit="points", check="X41")
    t.write()


IMAGENET_BY_NAME = {name: recipes for name, _, _, recipes in IMAGENET}


def checkpoints():
    t = Table("quality_checkpoints", "Loss, energy and emissions along a training run", about="TeenyTinyLlama-460m, "
              "metered with CodeCarbon; energy and emissions are cumulated from the start.")
    t.column("key", "key", "model/steps in thousands")
    t.column("name", "name", "model")
    t.column("steps", "count", "optimiser steps", "1", 1, 1e9, "exact")
    t.column("loss", "number", "evaluation loss", "nat/token", 0.1, 20, "low_loss..high_loss")
    t.column("low_loss", "number", "less half a unit of its last digit", "nat/token", 0.1, 20, "bound")
    t.column("high_loss", "number", "and half a unit of its last digit", "nat/token", 0.1, 20, "bound")
    t.column("kwh", "number", "energy so far", "kWh", 0.01, 1e6, "measured-10")
    t.column("kg", "number", "emissions so far, CO2e", "kg", 0.001, 1e6, "measured-10")
    t.column("source", "source", "whose figures")
    t.column("year", "year", "year of the run's publication")
    for steps, loss, kwh, kg in CHECKPOINTS:
        assert 0.35515 < kg / kwh < 0.35605
        t.row(key=f"teenytinyllama-460m/{steps:04d}k", name="TeenyTinyLlama-460m", steps=steps * 1000, loss=loss,
              low_loss=loss - 0.005, high_loss=loss + 0.005, kwh=kwh, kg=kg, source="teenytinyllama", year=2024)
    for steps in (700, 800, 900, 1000):
        t.note(f"teenytinyllama-460m/{steps:04d}k",
               "The return per kWh wobbles between 700 and 1,000 thousand steps: the loss is printed with two "
               "decimals.",
               "teenytinyllama", column="loss")
    t.write()
