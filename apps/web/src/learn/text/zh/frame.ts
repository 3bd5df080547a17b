import type { frame as Frame, parts as Parts, shapes as Shapes } from '../en/frame.ts';

export const frame: typeof Frame = {
  title: '看网络怎样学习',
  lead: '每一页讲一个想法：几句话，几个可以拖动的滑块，一幅立刻回应的图。没有任何录像：你看的时候，一切都在这里现算，用的就是训练你照片的那套代码。每幅图下面都有它背后的程序。',
  toApp: '你的照片',
  place: (n, all) => `第 ${n} 页，共 ${all} 页`,
  tryThis: '试一试',
  code: '背后的代码',
  runIt: '自己运行：',
  pages: '页面',
  next: '下一页',
  previous: '上一页',
  trouble: (why) => `没有成功：${why}`,
  player: { run: '运行', pause: '暂停', step: '走一步', again: '从头开始', once: '再来一次', speed: '速度' },
};

export const parts: typeof Parts = {
  answers: '网络怎样回答',
  learning: '什么是学习',
  descending: '下山的路',
  restraint: '不死记硬背',
  depth: '许多层',
  pictures: '图像',
  memory: '记忆',
};

export const shapes: typeof Shapes = {
  shapes: ['圆', '方', '三角', '十字', '圆环'],
  said: (truth, said) => `这是${truth}；它说是${said}`,
  this: '这个网络',
  guessing: '瞎猜',
  loss: '损失',
  own: '自己的图片',
  others: '另外 200 张',
  round: '轮',
  right: '没见过的图片上的正确率',
};
