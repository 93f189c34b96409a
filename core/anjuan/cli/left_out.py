"""What is said of plug-ins that could not be used: their kinds and columns are wanting."""

from __future__ import annotations

from anjuan.cli.redaction import Complete
from anjuan.cli.terminal import say
from anjuan.messages import Message, public
from anjuan.plugin.host import Plugins
from anjuan.plugin.office import Office


def loaded(office: Office) -> Plugins:
    """All plug-ins; those that can't be used are complained about."""
    plugins = Plugins.load(office)
    tell_left_out(plugins, Complete())
    return plugins


def tell_left_out(plugins: Plugins, shown: Complete) -> None:
    """Complain about each on stderr.

    Args:
        plugins: loaded.
        shown: takes out of a message what is nobody's business, where that is wished.
    """
    for info in plugins.infos.values():
        if info.reason:
            say(shown.text(Message("提醒：{}", info.reason)), err=True)
    if plugins.broken:
        remedy = "改不好的插件可以先关掉，在 anjuan.toml 里写：[plugins] off = {}"
        say(Message(remedy, public(str(list(plugins.broken)))), err=True)
