"""The tables that are read, how a client comes by them, and on what the reader was tried."""

from __future__ import annotations

from anjuan import RecordFormat

_REBUILT = "按公开的标题和程序仿制的文件；没有用真实文件试过。"
_SIX_MONTHS = (
    "只能查最近六个月，请尽早导出；详单只有接通的电话，未接、拒接的来电要看手机的通话记录。"
)

FORMATS = (
    RecordFormat(
        title="中国联通通话详单、短信详单（.xls、.xlsx、.csv、.pdf）",
        how_to_get=(
            "联通手机营业厅 App 或 iservice.10010.com → 查询 → 详单查询 → 发送到邮箱或导出 Excel；"
            f"一次最多三个月。{_SIX_MONTHS}"
        ),
        tried="标题和写法取自联通的真实文件（2014 至 2016 年的三种），读取时用的是照样仿制的文件。",
    ),
    RecordFormat(
        title="中国移动通话详单、短信详单（.xls、.xlsx、.csv、.pdf，或叫 .xls 的网页）",
        how_to_get=(
            "中国移动 App 或网上营业厅 → 账单查询 → 详单查询 → 导出；营业厅也可以打印或拷贝。"
            f"短信详单没有短信内容。{_SIX_MONTHS}"
        ),
        tried=_REBUILT,
    ),
    RecordFormat(
        title="中国电信语音详单、短信详单（.csv、.xls、.xlsx、.pdf）",
        how_to_get=f"189.cn 或中国电信 App → 费用 → 详单查询 → 下载。{_SIX_MONTHS}",
        tried=_REBUILT,
    ),
    RecordFormat(
        title="虚拟运营商、中国广电的通话详单（表格）",
        how_to_get=(
            "在运营商的 App、网站或营业厅导出表格；"
            "标题不认识的，在 anjuan.toml 的 [imports] 里对应一次。"
        ),
        tried="虚拟运营商按公开的程序仿制；中国广电没有找到样子，没有试过。",
    ),
    RecordFormat(
        title="运营商的 PDF 详单",
        how_to_get=(
            "有 Excel 的请导出 Excel。读 PDF 要另装一个库（见 anjuan doctor）；"
            "逐行核对，核对不上的整份不读。"
            "有打开密码的会问密码；扫描件读不了。"
        ),
        tried="按表格另存的 PDF 试过；没有用运营商的真实 PDF 试过。",
    ),
    RecordFormat(
        title="公安机关调取的话单（表格）",
        how_to_get="律师阅卷时复制。",
        tried=_REBUILT,
    ),
    RecordFormat(
        title="iMazing 导出的通话记录、信息、WhatsApp（.csv）",
        how_to_get=(
            "电脑上装 iMazing，连接 iPhone → 通话记录、信息 → 导出 CSV。"
            "iPhone 只留最近一千条左右的通话。"
        ),
        tried=_REBUILT,
    ),
    RecordFormat(
        title="安卓 Logger 应用的通话记录（.csv），adb 工具、魅族云导出的短信（.csv）",
        how_to_get="在应用或网页里导出 CSV。",
        tried=_REBUILT,
    ),
    RecordFormat(
        title="自己记的清单、在 Excel 里另存过的清单",
        how_to_get=(
            "要有一列时间（或日期、时刻两列）和一列对方号码，年份写四位；"
            "号码列设为文本，以免丢掉 0 和末尾的数字。"
        ),
        tried="按常见写法仿制的文件。",
    ),
)
