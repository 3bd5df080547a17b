import type { depth as English } from '../en/depth.ts';

export const depth: typeof English = {
  'vanishing-gradients': {
    name: '消失的梯度',
    title: '梯度的消失与爆炸，一层一层地看，以及什么能帮上忙',
    idea: [
      '梯度穿过网络往回走，是一个连乘积，每层一个因子。因子小于一，它就在路上消失，最前面的层什么也学不到；因子大于一，它就爆炸。',
      '这些柱子是一个识别手写数字的网络：每层权重的梯度有多长。纵轴数的是十的幂。',
      'Sigmoid 的斜率最多四分之一，所以每过一层梯度就小好几倍。斜率在一左右的函数能保住它：tanh 撑一阵，整流函数撑很久。',
      '怎么帮 sigmoid？把每层听到的归一化（**批归一化**），或者绕开每一层修条路（**残差**）：连乘就变成了相加。对付爆炸呢：把太长的梯度剪短（**裁剪**），立刻见效；或者给权重定价（**L2**），慢慢见效。',
    ],
    controls: { network: '隐藏层', depth: '有几层', seed: '换一批数字和权重' },
    choices: {
      network: {
        sigmoid: 'sigmoid',
        tanh: 'tanh',
        relu: '整流（ReLU）',
        'leaky relu': '带泄漏的整流',
        maxout: 'maxout',
        '+ batch norm': 'sigmoid + 批归一化',
        '+ residual': 'sigmoid + 残差',
        'relu, large': 'ReLU，权重过大',
        '+ L2': '过大，+ L2',
        '+ clipping': '过大，+ 裁剪',
        '+ both': '过大，+ 两者',
      },
    },
    tries: [
      { do: '整流函数', see: '斜率是 0 和 1：柱子一样高，它学会了。' },
      { do: '绕开每一层', see: '还是 sigmoid，梯度却照样到达。' },
      { do: '权重过大', see: '每一层都让梯度更大。第一步就把网络甩了出去。' },
      { do: '再加裁剪', see: '方向不变，长度剪到 2：现在没有哪一步太大了。' },
    ],
    figures: {
      epoch: '轮数',
      first: '第一层的梯度',
      last: '最后一层的',
      factor: '每层缩小几倍',
      dead: '没有数字能打动的单元',
      accuracy: '另外 200 个上的正确率',
    },
    note: '8×8 像素的数字，512 个用来学习。示例程序用 20 层、更多数字做同样的事，还有一层一层预训练的做法。',
    words: {
      norms: '梯度的长度，一层一层',
      now: '现在',
      atStart: '开始时',
      layer: '隐藏层',
      direction: '梯度从右边来（损失在那里），往左边去。',
      diverged: '它被甩出去了：损失已经不是一个数。',
      accuracy: '没见过的数字上的正确率',
      round: '轮',
      guessing: '瞎猜',
    },
  },
};
