"""Typos: what is found, what is let through, and what the dictionary may cost."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from pypinyin import Style, lazy_pinyin

from jihuan.core.document import Document, Project, TextBlock
from jihuan.law.engine import check, load
from jihuan.law.engine.rulebook import Rulebook
from jihuan.law.rulebooks.national.checks import _spelling
from jihuan.law.rulebooks.national.checks._spelling import Sounds, _cut, broken_words, homophones, inside_words

LANGUAGE = ("TXT-001", "TXT-002", "TXT-004", "TXT-006")

SOUND = (
    "2025年计划培训科技辅导员120人次，组织“全国科普日”主场活动1场，展品完好率不低于95%。",
    "按照《预算法》和《预算法实施条例》，对12个项目开展绩效自评，自评得分90分以上的项目不少于10个。",
    "实施农村饮水安全巩固提升工程，新建蓄水池3座，铺设管道15公里，受益人口4600人。",
    "为低保对象、特困人员和孤儿按月发放生活补助，发放准确率100%，政策知晓率达到85%以上。",
    "以数字化改革为抓手，建设政务服务“一网通办”平台，日均访问量达到2万人次。",
    "支持以公益为目的的社会组织参与养老服务，养老机构床位使用率提高5个百分点。",
    "完成河道疏浚8.5公里、堤防加固3.2公里，工程质量合格率100%，汛期前全部完工。",
    "购置图书5000册，全年开馆不少于310天，接待读者20万人次，读者满意度≥90%。",
    "公开展示科技成果，创建全国文明城市，办理不动产登记；责任物业落实到人。",
    "开展疫苗接种、慢性病管理和家庭医生签约服务，规范管理率达到62%。",
)


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load("national", date(2025, 1, 1))


@pytest.mark.parametrize("sentence", SOUND)
def test_sound_sentences_of_all_trades_raise_nothing(sentence: str, rulebook: Rulebook) -> None:
    document = Document(overall_goal=TextBlock(text=sentence), projects=(Project(name="专项经费", goals=(sentence,)),))
    assert [(found.rule, found.message) for found in check(document, rulebook, only=LANGUAGE).failures] == []


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("财正", "财政"), ("创兴", "创新"), ("绩笑", "绩效"), ("验守", "验收"), ("营照", "营造"), ("防训", "防汛")],
)
def test_a_character_of_like_sound_is_taken_for_the_trade_word(wrong: str, right: str, rulebook: Rulebook) -> None:
    sounds = Sounds(rulebook.pairs("sounds"), (rulebook.words("trade_words"),), ())
    assert (wrong, right) in homophones(f"做好{wrong}，按期完成", sounds)


def test_the_sounds_are_those_of_pypinyin_and_each_character_has_one(rulebook: Rulebook) -> None:
    chars = [char for characters in rulebook.pairs("sounds").values() for char in characters]
    assert (len(chars), len(set(chars))) == (6763, 6763)
    expected = dict(zip(chars, lazy_pinyin(chars, style=Style.NORMAL), strict=True))
    assert [
        char for sound, characters in rulebook.pairs("sounds").items() for char in characters if expected[char] != sound
    ] == []


def test_a_text_is_cut_into_its_likeliest_words() -> None:
    assert _cut("落实责任物业管理，2025年PM2.5浓度") == [
        "落实",
        "责任",
        "物业管理",
        "，",
        "2025",
        "年",
        "PM2",
        ".",
        "5",
        "浓度",
    ]
    assert _cut("") == []


def test_every_known_typo_is_mended_into_something_that_is_no_typo(rulebook: Rulebook) -> None:
    typos = rulebook.pairs("typos")
    assert [wrong for wrong, right in typos.items() if wrong == right] == []
    assert [
        right for right in typos.values() if any(wrong in right and not inside_words(right, wrong) for wrong in typos)
    ] == []


def test_letters_that_only_meet_between_two_words_are_no_typo() -> None:
    assert inside_words("落实责任物业管理", "任物")
    assert not inside_words("按期完成任物", "任物")
    assert not inside_words("购置图书工作", "图书")


@pytest.mark.parametrize(("piece", "inside"), [("满意", True), ("意度", True), ("满意度", False)])
def test_the_beginning_and_the_end_of_a_longer_word_are_no_typo(piece: str, inside: bool) -> None:
    assert inside_words("群众满意度高", piece) is inside


def test_half_of_a_word_is_seen_only_outside_titles() -> None:
    assert broken_words("加强机关织工作", ("织",), ("组织",)) == ["机关织工"]
    assert broken_words("加强组织工作，学习《织 论》", ("织",), ("组织",)) == []


def test_the_dictionary_is_read_only_when_a_text_needs_it_and_writes_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("tmp")
    program = (
        "import sys; from datetime import date; from jihuan.law.engine import check, load;"
        "from jihuan.core.document import Document, TextBlock; book = load('national', date(2025, 1, 1));"
        "assert 'jieba' not in sys.modules and 'pypinyin' not in sys.modules;"
        "found = check(Document(overall_goal=TextBlock(text='保障机关织建设')), book, only=('TXT-001',));"
        "assert len(found.failures) == 1"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env={"TMPDIR": str(folder)}, check=False, timeout=900
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(folder.iterdir()) == []


def test_where_the_dictionary_is_missing_the_package_to_install_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_spelling, "find_spec", lambda _name: None)
    with pytest.raises(ModuleNotFoundError, match="jieba"):
        _spelling._frequencies.__wrapped__()
