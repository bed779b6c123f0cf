"""L'observatoire local de la vie associative : les questions, la lecture des réponses, leur compte."""

from __future__ import annotations

from kit.products.observatory.questions import QUESTIONS, Question, QuestionKind, find_question
from kit.products.observatory.reading import Answers, Intake, read_questionnaire
from kit.products.observatory.summary import Debate, QuestionSummary, Summary, summarise

__all__ = [
    "QUESTIONS",
    "Answers",
    "Debate",
    "Intake",
    "Question",
    "QuestionKind",
    "QuestionSummary",
    "Summary",
    "find_question",
    "read_questionnaire",
    "summarise",
]
