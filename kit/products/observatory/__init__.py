"""L'observatoire local de la vie associative : les questions, la lecture des réponses, leur compte."""

from __future__ import annotations

from kit.products.observatory.questions import QUESTIONS, find_question
from kit.products.observatory.reading import Answers, ReceivedQuestionnaire, read_questionnaire
from kit.products.observatory.summary import Debate, QuestionSummary, Summary, summarise

__all__ = [
    "QUESTIONS",
    "Answers",
    "Debate",
    "QuestionSummary",
    "ReceivedQuestionnaire",
    "Summary",
    "find_question",
    "read_questionnaire",
    "summarise",
]
