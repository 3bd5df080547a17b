import type { answers as English } from '../en/answers.ts';

export const answers: typeof English = {
  softmax: {
    name: 'Softmax',
    title: 'Softmax：温度有什么用，逻辑斯谛曲线为什么是它的特例',
    idea: [
      '分类器的最后一层给每个类别打一个分，可以是任何数。Softmax 把这些分数变成概率：没有负的，加起来正好是一。',
      '每个分数先变成 $e^{z_i}$，无论分数是多少，它总是正的；再看它占总和的几分之几。分数高 1，分量就是 $e$ 倍，大约 2.7 倍。',
      '$$p_i = frac{e^{z_i / T}}{sum_j e^{z_j / T}}$$',
      '**温度** $T$ 先去除每个分数。温度接近零时，微小的差别变得巨大，最高分独占一切；温度远大于一时，各类几乎平分。顺序永远不变：温度不会让网络更常答对，只会让它更有把握或更没把握。',
      '只有差别才算数：给每个分数加上同样的数，会在分式里约掉。如果只有两类，它就是一位老朋友：$p_1 = frac{1}{1 + e^{-(z_1 - z_2)}}$，即两个分数之差的逻辑斯谛曲线。',
    ],
    controls: { temperature: '温度 T', cat: '猫的分数', dog: '狗的分数', horse: '马的分数', added: '所有分数都加上' },
    tries: [
      { do: '冷冻', see: '$T = 0.1$ 时猫独占一切：分数上的 1 现在是 10，而 $e^{10}$ 约等于 22,000。' },
      { do: '加热', see: '$T = 10$ 时三者几乎一样，熵接近完全随机的选择：1.585 比特。' },
      { do: '全部加 100', see: '什么都没变。Softmax 只看差别。' },
    ],
    figures: { sum: '概率之和', bits: '熵（比特）' },
    yours: { place: 'train', text: '你自己的分类器在训练之后会找到合适的温度' },
    words: {
      classes: ['猫', '狗', '马'],
      probability: '概率',
      score: '分数 / T',
      label: (all) => `概率：${all}`,
      curves: '在每个温度下',
      temperature: '温度',
      third: '三分之一',
    },
  },
};
