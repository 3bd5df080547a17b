"""The networks that are compared: torchvision's and timm's, as they are, and small ones of the same blocks."""
from functools import partial

import timm
import torch
from torch import nn
from timm.models.metaformer import GroupNorm1, MetaFormer
from timm.models.mlp_mixer import MlpMixer
from timm.models.resnetv2 import GroupNormAct, ResNetV2
from torchvision import models as tv
from torchvision.models import convnext, densenet, efficientnet, inception, mobilenetv3, regnet, resnet, swin_transformer

CLASSES = 1000
FEW = 10


def shrunk(network, size, by):
    """The same network with `by` times fewer channels: each layer is made anew as the data comes to it."""
    smaller = lambda n: max(2, 2 * round(n / by / 2))

    def conv(layer, x):
        depthwise = layer.groups == layer.in_channels > 1
        channels = x.shape[1]
        filters = channels * layer.out_channels // layer.in_channels if depthwise else FEW if layer.out_channels == FEW else smaller(layer.out_channels)
        layer.groups = channels if depthwise else min(layer.groups, 2)
        layer.in_channels, layer.out_channels = channels, filters
        return (filters, channels // layer.groups, *layer.kernel_size)

    def hook(layer, args):
        x = args[0]
        if isinstance(layer, nn.Conv2d):
            shape = conv(layer, x)
        elif isinstance(layer, nn.Linear):
            layer.in_features = x.shape[-1]
            layer.out_features = FEW if layer.out_features == FEW else smaller(layer.out_features)
            shape = (layer.out_features, layer.in_features)
        else:
            layer.num_features = x.shape[1]
            shape = (x.shape[1],)
            layer.running_mean, layer.running_var = torch.zeros(shape), torch.ones(shape)
        fan = max(1, torch.Size(shape[1:]).numel())
        layer.weight = nn.Parameter(torch.ones(shape) if len(shape) == 1 else torch.randn(shape) * (2 / fan) ** 0.5)
        if layer.bias is not None:
            layer.bias = nn.Parameter(torch.zeros(shape[0]))

    handles = [
        layer.register_forward_pre_hook(hook)
        for layer in network.modules()
        if isinstance(layer, (nn.Conv2d, nn.Linear, nn.BatchNorm2d))
    ]
    network.eval()(torch.randn(2, 3, size, size))
    for handle in handles:
        handle.remove()
    return network


def torchvision(name, **options):
    return lambda: getattr(tv, name)(weights=None, num_classes=CLASSES, **options)


def timm_model(name, **options):
    return lambda: timm.create_model(name, pretrained=False, num_classes=CLASSES, **options)


# Inception and GoogLeNet leave their second outputs out, as they do when they predict.
no_aux = {"aux_logits": False, "init_weights": True}

# name: (how to make it, height and width of its input)
LARGE = {
    "alexnet": (torchvision("alexnet"), 224),
    "vgg16": (torchvision("vgg16"), 224),
    "squeezenet1_1": (torchvision("squeezenet1_1"), 224),
    "resnet18": (torchvision("resnet18"), 224),
    "resnet50": (torchvision("resnet50"), 224),
    "resnext50_32x4d": (torchvision("resnext50_32x4d"), 224),
    "densenet121": (torchvision("densenet121"), 224),
    "googlenet": (torchvision("googlenet", **no_aux), 224),
    "inception_v3": (torchvision("inception_v3", **no_aux), 299),
    "mobilenet_v2": (torchvision("mobilenet_v2"), 224),
    "mobilenet_v3_small": (torchvision("mobilenet_v3_small"), 224),
    "mobilenet_v3_large": (torchvision("mobilenet_v3_large"), 224),
    "efficientnet_b0": (torchvision("efficientnet_b0"), 224),
    "shufflenet_v2_x1_0": (torchvision("shufflenet_v2_x1_0"), 224),
    "mnasnet1_0": (torchvision("mnasnet1_0"), 224),
    "regnet_y_400mf": (torchvision("regnet_y_400mf"), 224),
    "regnet_x_400mf": (torchvision("regnet_x_400mf"), 224),
    "convnext_tiny": (torchvision("convnext_tiny"), 224),
    "vit_b_16": (torchvision("vit_b_16"), 224),
    "swin_t": (torchvision("swin_t"), 224),
    "timm/resnetv2_50x1_bit": (timm_model("resnetv2_50x1_bit"), 224),
    "timm/lcnet_050": (timm_model("lcnet_050"), 224),
    "timm/ghostnet_100": (timm_model("ghostnet_100"), 224),
    "timm/levit_128s": (timm_model("levit_128s"), 224),
    "timm/mobilevit_xxs": (timm_model("mobilevit_xxs"), 256),
    "timm/mixer_s32_224": (timm_model("mixer_s32_224"), 224),
    "timm/deit_tiny_patch16_224": (timm_model("deit_tiny_patch16_224"), 224),
    "timm/cspresnet50": (timm_model("cspresnet50"), 256),
    "timm/nf_regnet_b0": (timm_model("nf_regnet_b0"), 192),
    "timm/poolformer_s12": (timm_model("poolformer_s12"), 224),
}


def tiny_vgg():
    network = tv.vgg.VGG(tv.vgg.make_layers([32, "M", 64, 64, "M", 128, "M"]), num_classes=FEW, init_weights=False)
    network.avgpool = nn.AdaptiveAvgPool2d(2)
    network.classifier = nn.Sequential(
        nn.Linear(128 * 4, 256), nn.ReLU(True), nn.Dropout(), nn.Linear(256, FEW)
    )
    return shrunk(network, 32, 16)


def tiny_alexnet():
    network = tv.alexnet(num_classes=FEW)
    network.avgpool = nn.AdaptiveAvgPool2d(1)
    return shrunk(network, 99, 64)


def tiny_inception():
    parts = [
        inception.BasicConv2d(3, 64, kernel_size=3, stride=2),
        inception.InceptionA(64, 32),
        inception.InceptionB(256),
        inception.InceptionC(736, 128),
        inception.InceptionD(768),
        inception.InceptionE(1280),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(2048, FEW),
    ]
    return shrunk(nn.Sequential(*parts), 49, 48)


def tiny_googlenet():
    network = tv.googlenet(weights=None, num_classes=FEW, **no_aux)
    for name in ("inception3b", "inception4b", "inception4c", "inception4d", "inception4e"):
        setattr(network, name, nn.Identity())
    return shrunk(network, 64, 32)


def tiny_squeezenet():
    network = tv.squeezenet1_1(num_classes=FEW)
    network.features = nn.Sequential(*list(network.features)[:7])
    return shrunk(network, 49, 16)


def tiny_mobilenet_v3():
    config = mobilenetv3.InvertedResidualConfig
    rows = [
        config(8, 3, 8, 8, False, "RE", 1, 1, 1),
        config(8, 3, 24, 8, True, "RE", 2, 1, 1),
        config(8, 5, 16, 8, True, "HS", 2, 1, 1),
        config(8, 5, 24, 8, True, "HS", 1, 1, 1),
    ]
    return mobilenetv3.MobileNetV3(rows, last_channel=32, num_classes=FEW)


def tiny_efficientnet():
    config = efficientnet.MBConvConfig
    rows = [config(1, 3, 1, 8, 8, 1), config(4, 3, 2, 8, 8, 1), config(4, 5, 2, 8, 8, 2)]
    return efficientnet.EfficientNet(rows, dropout=0.2, num_classes=FEW, last_channel=32)


def tiny_mobilenet_v2():
    rows = [[1, 16, 1, 1], [4, 16, 2, 2], [4, 32, 2, 2]]
    return shrunk(tv.MobileNetV2(num_classes=FEW, inverted_residual_setting=rows), 32, 8)


def tiny_regnet(squeeze):
    params = regnet.BlockParams([1, 2], [8, 16], [4, 8], [1.0, 1.0], [2, 2], squeeze)
    return regnet.RegNet(params, num_classes=FEW, stem_width=8)


def tiny_convnext():
    config = convnext.CNBlockConfig
    return convnext.ConvNeXt([config(8, 16, 1), config(16, None, 1)], num_classes=FEW)


def tiny_swin():
    return swin_transformer.SwinTransformer([2, 2], 8, [2, 1], [2, 2], [4, 4], num_classes=FEW)


def tiny_resnet_v2():
    """Weights standardised before each use, groups normalised before each convolution."""
    norm = partial(GroupNormAct, num_groups=4)
    return ResNetV2((1, 1), (16, 32), num_classes=FEW, stem_chs=8, stem_type="fixed", norm_layer=norm)


def tiny_metaformer():
    return MetaFormer(
        num_classes=FEW, depths=(1, 1), dims=(8, 16), downsample_norm=None, mlp_act=nn.GELU, mlp_bias=True,
        norm_layers=GroupNorm1, layer_scale_init_values=1e-5, res_scale_init_values=None, use_mlp_head=False,
    )  # fmt: skip


def tiny_deit():
    return timm.create_model(
        "deit_tiny_patch16_224", num_classes=FEW, img_size=32, patch_size=8, embed_dim=16, depth=1, num_heads=2
    )


TINY = {
    "alexnet": (tiny_alexnet, 99),
    "vgg": (tiny_vgg, 32),
    "squeezenet": (tiny_squeezenet, 49),
    "resnet-basic": (lambda: shrunk(resnet.ResNet(resnet.BasicBlock, [1, 2, 1, 1], num_classes=FEW), 64, 32), 64),
    "resnet-bottleneck": (lambda: shrunk(resnet.ResNet(resnet.Bottleneck, [1, 1, 1, 1], num_classes=FEW), 64, 32), 64),
    "resnext": (
        lambda: shrunk(
            resnet.ResNet(resnet.Bottleneck, [1, 1, 1, 1], groups=32, width_per_group=4, num_classes=FEW), 64, 48
        ),
        64,
    ),
    "densenet": (lambda: densenet.DenseNet(4, (2, 2, 2), 8, num_classes=FEW), 64),
    "googlenet": (tiny_googlenet, 64),
    "inception": (tiny_inception, 49),
    "mobilenet-v2": (tiny_mobilenet_v2, 32),
    "mobilenet-v3": (tiny_mobilenet_v3, 32),
    "efficientnet": (tiny_efficientnet, 32),
    "shufflenet-v2": (lambda: tv.ShuffleNetV2([2, 2, 1], [8, 8, 16, 16, 32], num_classes=FEW), 64),
    "regnet-x": (lambda: tiny_regnet(None), 32),
    "regnet-y": (lambda: tiny_regnet(0.25), 32),
    "convnext": (tiny_convnext, 32),
    "vit": (lambda: tv.VisionTransformer(32, 8, 1, 2, 16, 32, num_classes=FEW), 32),
    "swin": (tiny_swin, 32),
    "timm-resnet-v2": (tiny_resnet_v2, 32),
    "timm-deit": (tiny_deit, 32),
    "timm-mixer": (lambda: MlpMixer(FEW, 32, patch_size=8, num_blocks=1, embed_dim=16), 32),
    "timm-metaformer": (tiny_metaformer, 32),
}
