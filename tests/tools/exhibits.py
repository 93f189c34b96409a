"""The exhibits of sample case A004, drawn: `make exhibits`. Every name and number is invented.

They look like what a client brings: scans, screenshots, photographs, a recording. They are made
once and kept, for what a font looks like differs from machine to machine.
"""

from __future__ import annotations

import subprocess
import time
import wave
from collections.abc import Callable, Sequence

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tools.samples import SAMPLES

FOLDER = SAMPLES / "证据" / "A004"
SAMPLE = "样张，内容全是虚构的"
# Dots an inch of a scan, and a page of A4 at that.
DPI, PAGE = 110, (909, 1286)
PHONE, PHOTO = (540, 960), (800, 600)
MARGIN = 80
_NOON = time.struct_time((2026, 7, 1, 12, 0, 0, 2, 182, 0))

CALLS = (
    ("2026-06-01 08:30", "0731-00000041", 5),
    ("2026-06-05 21:59", "0731-00000041", 3),
    ("2026-06-05 22:00", "0731-00000042", 4),
)
TRANSCRIPT = (
    "通话录音文字稿",
    "时间：2026年6月5日 22:07　　对方号码：0731-00000042",
    "",
    "对方：赵范例是吧？你那笔款到底什么时候还？",
    "赵范例：我说过，请通过书面方式联系我，不要再打电话。",
    "对方：书面？再不还就去你家门口坐着。",
    "赵范例：你这是威胁。请说明你是哪家公司的。",
    "对方：你管我哪家。明天不还，你等着。",
)
RECORD = (
    "门诊病历",
    "虚构市渝北区中医院　　2026年6月12日",
    "",
    "姓名：赵范例　　性别：男　　年龄：37岁",
    "主诉：入睡困难、易醒十余日。",
    "现病史：自述近期反复接到催收电话后出现失眠。",
    "初步诊断：失眠。",
    "处理：对症用药，两周后复诊。",
)


def font(size: int) -> ImageFont.FreeTypeFont:
    """A Chinese font of this machine."""
    command = ["fc-match", "-f", "%{file}|%{index}", "Noto Sans CJK SC"]
    found = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    file, _, index = found.partition("|")
    return ImageFont.truetype(file, size, index=int(index))


def sheet(lines: Sequence[str], number: int, total: int) -> Image.Image:
    """A scanned page of text."""
    image = Image.new("L", PAGE, 255)
    draw = ImageDraw.Draw(image)
    for place, line in enumerate(lines):
        is_title = place == 0 and number == 1
        top = MARGIN + 36 * place - 20 * is_title
        draw.text((MARGIN, top), line, 0, font(30 if is_title else 19))
    foot = f"（{SAMPLE}）　第 {number} 页，共 {total} 页"
    draw.text((MARGIN, PAGE[1] - 70), foot, 0, font(16))
    return image.point(lambda level: 255 if level > 150 else 0).convert("1")


def scan(name: str, pages: Sequence[Sequence[str]]) -> None:
    """A PDF of scanned pages."""
    first, *others = (sheet(lines, at, len(pages)) for at, lines in enumerate(pages, start=1))
    first.save(
        FOLDER / name, "PDF", save_all=True, append_images=others, resolution=DPI,
        creationDate=_NOON, modDate=_NOON, title=SAMPLE,
    )  # fmt: skip


def call_pages() -> list[list[str]]:
    """The bill of calls: those of the case, among others."""
    rows = []
    for moment, number, count in CALLS:
        hour, minute = int(moment[11:13]), int(moment[14:16])
        for step in range(count):
            clock = f"{hour + (minute + 2 * step) // 60:02}:{(minute + 2 * step) % 60:02}"
            rows.append(f"{moment[:10]} {clock}　　被叫　　{number}　　{20 + 7 * step} 秒")
    others = [
        f"2026-06-{1 + at // 4:02} {9 + at % 4 * 3:02}:{at * 7 % 60:02}　　主叫　　139{at:08}　　"
        f"{30 + at * 11 % 200} 秒"
        for at in range(90)
    ]
    ordered = sorted((*rows, *others))
    head = ["2026年6月通话详单", "号码：13800000004　　户名：赵范例", ""]
    size = -(-len(ordered) // 4)
    pages = [ordered[start : start + size] for start in range(0, len(ordered), size)]
    return [head + pages[0], *([head[0], "", *page] for page in pages[1:])]


def chat(name: str, said: Sequence[tuple[str, str]]) -> None:
    """A screenshot of a group."""
    image = Image.new("L", PHONE, 235)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, PHONE[0], 70), fill=250)
    draw.text((20, 20), "合作交流群（36）", 0, font(24))
    for place, (who, words) in enumerate(said):
        top = 110 + 150 * place
        draw.rounded_rectangle((20, top, 70, top + 50), 8, fill=160)
        draw.text((90, top - 6), who, 90, font(17))
        wide = draw.textlength(words, font(20))
        draw.rounded_rectangle((90, top + 22, 110 + wide, top + 68), 8, fill=255)
        draw.text((100, top + 31), words, 0, font(20))
    draw.text((20, PHONE[1] - 40), SAMPLE, 110, font(16))
    image.quantize(16).save(FOLDER / name, optimize=True)


def photograph(name: str, paint: Callable[[ImageDraw.ImageDraw], None]) -> None:
    """A photograph."""
    image = Image.new("L", PHOTO, 120)
    draw = ImageDraw.Draw(image)
    paint(draw)
    soft = image.filter(ImageFilter.GaussianBlur(0.8))
    ImageDraw.Draw(soft).text((20, PHOTO[1] - 40), SAMPLE, 255, font(18))
    soft.save(FOLDER / name, quality=60, optimize=True)


def _note(draw: ImageDraw.ImageDraw) -> None:
    draw.polygon(((180, 120), (640, 90), (660, 470), (200, 500)), fill=235)
    for place, line in enumerate(("赵范例：", "欠款不还，限三日内还清！", "否则后果自负。")):
        draw.text((230, 170 + 80 * place), line, 30, font(32))


def _door(seconds: str, persons: Sequence[int]) -> Callable[[ImageDraw.ImageDraw], None]:
    def paint(draw: ImageDraw.ImageDraw) -> None:
        draw.rectangle((280, 60, 520, 560), fill=70, outline=30, width=6)
        draw.ellipse((480, 300, 500, 320), fill=180)
        for left in persons:
            draw.ellipse((left, 190, left + 90, 290), fill=170)
            draw.rounded_rectangle((left - 40, 290, left + 130, 600), 40, fill=40)
        draw.text((20, 20), f"2026-06-08 {seconds}  CAM 01", 255, font(24))

    return paint


def recording(name: str) -> None:
    """A second of silence."""
    with wave.open(str(FOLDER / name), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * 8000)


def main() -> None:
    """Draw them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    scan("证据1_通话详单.pdf", call_pages())
    slander = ("鼎催-小丁", "赵范例欠款不还，谁跟他合作谁倒霉")
    chat("证据2_微信群_1.png", [("冯客户", "下周的货还是老地方交吗？"), slander])
    chat(
        "证据2_微信群_2.png", [slander, ("冯客户", "这是怎么回事？"), ("群主", "请不要发这种内容")]
    )
    scan("证据3_录音文字稿.pdf", (TRANSCRIPT, ("（续）", "", "对方挂断。通话时长 1 分 12 秒。")))
    recording("证据3_录音.wav")
    photograph("证据4_纸条.jpg", _note)
    photograph("证据4_监控_1.jpg", _door("19:42:10", (150, 560)))
    photograph("证据4_监控_2.jpg", _door("19:45:31", (560,)))
    scan("证据5_门诊病历.pdf", (RECORD, ("（处方）", "", "酸枣仁汤加减　　七剂")))


if __name__ == "__main__":
    main()
