/** The page's looks: light and dark, on a phone, on paper. */
export const style = `
:root{--page:#f5f6f4;--card:#fff;--ink:#1d2320;--soft:#5c6660;--line:#e2e5e1;--accent:#0a6fb0;--good:#1a7f5a;--bad:#c2510c;--wash:#eef3f7;--warn:#fff4e0;--warn-ink:#7a4a00;--cell:10,111,176;color-scheme:light dark}
@media(prefers-color-scheme:dark){:root{--page:#121614;--card:#1b211e;--ink:#e8ece9;--soft:#a0aaa4;--line:#313935;--accent:#63b5ee;--good:#5fc79b;--bad:#f08a4b;--wash:#1d2a33;--warn:#382a12;--warn-ink:#f5cf8e;--cell:99,181,238}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main{max-width:1080px;margin:0 auto;padding:40px 24px 64px}
h1,h2,h3,p{margin:0}
h1{font-size:15px;font-weight:600;color:var(--soft);overflow-wrap:anywhere}
h2{font-size:22px;line-height:1.25;letter-spacing:-.01em;margin-bottom:6px}
h3{font-size:16px;margin-bottom:4px}
p+p{margin-top:8px}
a{color:var(--accent)}
small,.soft{color:var(--soft)}
.verdict{font-size:clamp(34px,6.2vw,60px);line-height:1.06;letter-spacing:-.025em;font-weight:750;margin:10px 0 14px;text-wrap:balance}
.lead{font-size:18px;max-width:44em}
header{margin-bottom:28px}
.warning{background:var(--warn);color:var(--warn-ink);border-radius:10px;padding:12px 16px;margin-top:18px;max-width:50em}
.scale{margin:26px 0 4px;max-width:620px}
.track{position:relative;height:14px;border-radius:7px;background:var(--line)}
.track i{position:absolute;top:0;bottom:0;border-radius:7px;background:var(--accent);opacity:.4;min-width:3px}
.track b{position:absolute;top:-4px;bottom:-4px;width:4px;margin-left:-2px;border-radius:2px;background:var(--accent)}
.track u{position:absolute;top:-4px;bottom:-4px;width:0;border-left:2px dashed var(--soft)}
.ends{display:flex;justify-content:space-between;font-size:13px;color:var(--soft);margin-top:6px}
.keys{display:flex;flex-wrap:wrap;gap:4px 18px;font-size:13px;color:var(--soft);margin-top:2px}
.keys span::before{content:"";display:inline-block;vertical-align:-1px;margin-right:6px;width:12px;height:12px;border-radius:3px;background:var(--accent)}
.keys .between::before{opacity:.4}.keys .chance::before{background:none;border-left:2px dashed var(--soft);border-radius:0;width:4px}
nav{position:sticky;top:0;z-index:2;background:var(--page);border-bottom:1px solid var(--line);margin:0 -24px 24px;padding:10px 24px;overflow-x:auto;white-space:nowrap;font-size:14px}
nav a{color:var(--soft);text-decoration:none;margin-right:20px}
nav a:hover{color:var(--ink)}
section{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:26px 28px;margin-bottom:20px;scroll-margin-top:56px}
section>p{max-width:46em}
.two{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:28px;align-items:center;margin-top:8px}
.chart svg{display:block;width:100%;height:auto;max-width:520px;margin:0 auto}
.chart svg>rect:first-of-type{fill:none}
.chart [fill="#222222"]{fill:var(--ink)}.chart [fill="#666666"]{fill:var(--soft)}.chart text{font-family:inherit!important}
.chart [stroke="#e6e6e6"]{stroke:var(--line)}.chart [stroke="#888888"]{stroke:var(--soft)}.chart [stroke="#ffffff"]{stroke:var(--card)}
.chart [stroke="#0072b2"]{stroke:var(--accent)}.chart [fill="#0072b2"]{fill:var(--accent)}.chart [stroke="#d55e00"]{stroke:var(--bad)}.chart [fill="#d55e00"]{fill:var(--bad)}
.wide{overflow-x:auto;margin-top:14px;-webkit-overflow-scrolling:touch}
table{border-collapse:collapse;font-size:15px;font-variant-numeric:tabular-nums}
.list{width:100%}
.list th{text-align:right;font-weight:500;color:var(--soft);font-size:13px;padding:6px 10px;border-bottom:1px solid var(--line)}
.list td{padding:8px 10px;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}
.list th:first-child,.list td:first-child{text-align:left;padding-left:0;white-space:normal;overflow-wrap:anywhere;min-width:7em}
.list tr:last-child td{border-bottom:0}
.ranges td{vertical-align:top}.ranges small{display:block;font-size:12px}.ranges .bar{width:18%;min-width:90px;padding-top:15px}
.bar{width:34%;min-width:130px}
.bar div{position:relative;height:10px;border-radius:5px;background:var(--line)}
.bar i{position:absolute;top:0;bottom:0;left:0;border-radius:5px;background:var(--accent)}
.bar s{position:absolute;top:4px;height:2px;background:var(--ink);opacity:.75}
.matrix th{font-weight:500;font-size:13px;color:var(--soft);padding:4px 8px;max-width:9em;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.matrix tbody th{text-align:right}
.matrix td{min-width:46px;height:40px;text-align:center;border:2px solid var(--card);border-radius:6px;background:rgba(var(--cell),var(--a,0));padding:0 6px}
.matrix td.wrong{background:color-mix(in srgb,var(--bad) calc(var(--a,0)*100%),transparent)}
.matrix td.right{font-weight:650}.matrix td.none{color:var(--soft);opacity:.45}
.wide+p{margin-top:10px}
.matrix td.full{color:var(--card)}
.gallery{display:grid;grid-template-columns:repeat(auto-fill,minmax(230px,1fr));gap:18px;margin-top:16px}
figure{margin:0;min-width:0}
figure .shots{display:flex;gap:4px;border-radius:10px;overflow:hidden;background:var(--wash);aspect-ratio:4/3}
figure img{display:block;flex:1 1 0;min-width:0;width:100%;height:100%;object-fit:cover}
figure .none{margin:auto;color:var(--soft);font-size:13px}
figcaption{font-size:14px;line-height:1.4;margin-top:8px;overflow-wrap:anywhere}
figcaption b{color:var(--bad);font-weight:650}
figcaption small{display:block;font-size:12px}
.big{font-size:32px;line-height:1.15;font-weight:700;letter-spacing:-.02em;text-wrap:balance;margin-bottom:10px}
.facts{margin:12px 0 0;padding:0;list-style:none}
.facts li{padding:9px 0;border-top:1px solid var(--line);overflow-wrap:anywhere}
.facts li:first-child{border-top:0}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:6px 20px;margin:14px 0 0;font-size:15px}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
p code{white-space:nowrap}
code,pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
pre{background:var(--wash);padding:14px 16px;border-radius:10px;white-space:pre-wrap;overflow-wrap:anywhere;margin:14px 0 0}
input[type=range]{width:100%;accent-color:var(--accent);margin:14px 0 0}
footer{color:var(--soft);font-size:13px;margin-top:28px}
@media(max-width:720px){main{padding:26px 16px 40px}nav{margin:0 -16px 18px;padding:10px 16px}section{padding:20px 16px;border-radius:12px}.two{grid-template-columns:minmax(0,1fr);gap:16px}.lead{font-size:16px}.gallery{grid-template-columns:repeat(auto-fill,minmax(140px,1fr));gap:14px}.big{font-size:26px}dl{grid-template-columns:minmax(0,1fr);gap:0}dd{margin-bottom:8px}.list{font-size:14px}.bar{width:22%;min-width:64px}.list th{font-size:12px}.list th,.list td{padding:8px 4px}.list th:first-child,.list td:first-child{min-width:0}.hide{display:none}}
@media print{:root{--page:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#ccc;--accent:#0a6fb0;--bad:#c2510c;--wash:#f4f4f4;--warn:#fff;--warn-ink:#000;--cell:10,111,176}body{font-size:11pt}main{padding:0;max-width:none}nav,.screen{display:none}section{border:0;border-top:1px solid #ccc;border-radius:0;padding:16px 0;margin:0}figure,.two,tr{break-inside:avoid}h2{break-after:avoid}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}.warning{border:1px solid #999}}
`;
