// node peers.js NAME FOLDER COUNT: prints documents per second and peak memory in MB.
const fs = require('fs');
const path = require('path');
const [, , name, folder, count] = process.argv;
const load = require('module').createRequire(path.join(folder, 'node_modules', 'x'));
const values = JSON.parse(fs.readFileSync(path.join(folder, 'values.json'), 'utf8'));
const out = fs.mkdtempSync(path.join(folder, 'out'));
let number = 0;
const target = () => path.join(out, `${number++}.docx`);

function docxtemplater() {
  const Zip = load('pizzip');
  const Template = load('docxtemplater');
  const content = fs.readFileSync(path.join(folder, 'docxtemplater.docx'), 'binary');
  return async () => {
    const made = new Template(new Zip(content), { paragraphLoop: true, linebreaks: true });
    made.render(values);
    fs.writeFileSync(target(), made.getZip().generate({ type: 'nodebuffer', compression: 'DEFLATE' }));
  };
}

function carbone() {
  const engine = load('carbone');
  const template = path.join(folder, 'carbone.docx');
  return () => new Promise((done, failed) => engine.render(template, values, (error, made) => {
    if (error) return failed(error);
    fs.writeFileSync(target(), made);
    return done();
  }));
}

async function main() {
  const work = name === 'carbone' ? carbone() : docxtemplater();
  await work();
  const began = process.hrtime.bigint();
  for (let turn = 0; turn < Number(count); turn += 1) await work();
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  console.log(Number(count) / seconds, process.resourceUsage().maxRSS / 1024);
  process.exit(0);
}

main();
