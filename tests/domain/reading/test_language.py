"""A text that is not English is named as what it is and never misread."""

from __future__ import annotations

from datetime import date

import pytest

from domain.reading import RuleExtractor
from domain.reading.language import language

TEXTS = {
    "en": "The ministers of the two countries will meet in the capital on Friday, and they said that the talks would be long.",
    "fr": "Les ministres des deux pays se retrouvent vendredi dans la capitale pour une réunion qui doit durer deux jours, selon le porte-parole.",
    "de": "Die Minister der beiden Länder treffen sich am Freitag in der Hauptstadt, um über die Lage zu sprechen, wie es nach dem Treffen hieß.",
    "es": "Los ministros de los dos países se reunirán el viernes en la capital para hablar de la situación, según el portavoz del gobierno.",
    "it": "I ministri dei due paesi si incontrano venerdì nella capitale per un vertice che non è stato ancora confermato dal governo.",
    "pt": "Os ministros dos dois países reúnem-se na sexta-feira na capital para uma cimeira que não foi ainda confirmada pelo governo.",
    "nl": "De ministers van de twee landen komen vrijdag in de hoofdstad bijeen voor een overleg dat niet door het kabinet is bevestigd.",
    "tr": "İki ülkenin dışişleri bakanları cuma günü başkentte bir araya gelecek ve bu görüşme için çok önemli olduğunu söyledi.",
    "pl": "Ministrowie spraw zagranicznych spotkają się w piątek w stolicy i będą rozmawiać o tym, że nie jest to łatwe, jak się okazało po szczycie.",
    "ru": "Министры иностранных дел двух стран встретятся в пятницу в столице, сообщил представитель министерства.",
    "uk": "Міністри закордонних справ двох країн зустрінуться у п'ятницю в столиці, повідомив речник міністерства.",
    "zh": "两国外长将于周五在首都举行会谈，外交部发言人周三说。",
    "ja": "両国の外相は金曜日に首都で会談する予定だと報道官が述べた。",
    "ko": "양국 외교장관은 금요일 수도에서 회담을 가질 예정이라고 대변인이 밝혔다.",
    "ar": "قال المتحدث إن وزيري خارجية البلدين سيجتمعان يوم الجمعة في العاصمة.",
    "fa": "سخنگوی وزارت خارجه گفت که وزیران خارجه دو کشور روز جمعه در پایتخت گفتگو می‌کنند و چند توافق پیش رو است.",
    "he": "שרי החוץ של שתי המדינות ייפגשו ביום שישי בבירה, אמר הדובר.",
    "el": "Οι υπουργοί Εξωτερικών των δύο χωρών θα συναντηθούν την Παρασκευή στην πρωτεύουσα.",
}


@pytest.mark.parametrize(("tag", "text"), TEXTS.items())
def test_a_language_is_recognised(tag: str, text: str) -> None:
    assert language(text) == tag


@pytest.mark.parametrize(("tag", "text"), [(tag, text) for tag, text in TEXTS.items() if tag != "en"])
def test_a_foreign_text_yields_its_language_and_no_report(tag: str, text: str) -> None:
    found = RuleExtractor().extract(text + " summit meeting Putin Biden Geneva", date(2024, 1, 10))
    assert (found.language, found.reports) == (tag, ())


def test_names_and_quotes_in_other_languages_do_not_turn_an_english_text() -> None:
    text = (
        "President Emmanuel Macron of France will meet Luiz Inácio Lula da Silva in Belém on Friday, the Élysée said. "
        "“C'est la vie”, he told reporters after the announcement was made in Paris."
    )
    assert language(text) == "en"


@pytest.mark.parametrize("text", ["", "12345 — 67", "\n\n"])
def test_too_little_text_is_undetermined(text: str) -> None:
    assert language(text) == "und"
