"""From an article's text to meeting reports: blocks, sentences, times, names, frames, certainty, linking.

Deterministic and offline: the same text and publication date give the same reports with the same evidence.
"""

from domain.reading.extractor import Explanation, Extraction, Extractor, RuleExtractor

__all__ = ["Explanation", "Extraction", "Extractor", "RuleExtractor"]
