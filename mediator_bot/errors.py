"""The errors a person may see; each message says what happened, then what to do.

MediatorError
├── SettingsError      a setting is unknown or has an impossible value
├── DocumentError      a file cannot be read (it is quarantined with this reason)
├── SchemaError        a record does not follow the schema
├── LibraryError       the catalogue is missing, or a document or version is not in it
├── RightsError        the person may not do this
├── StaleIndexError    the index was built with another model or cannot be read
├── ModelError         an embedding or chat model cannot be loaded or reached
└── QuestionError      the question or a filter cannot be used
"""


class MediatorError(Exception):
    """Base of every error this package raises on purpose; `zh` says the same in Chinese, where somebody has written it."""

    def __init__(self, words: str = "", *, zh: str = "") -> None:
        super().__init__(words)
        self.zh = zh

    def told(self, language: str) -> str:
        """The words in the reader's language, the English ones where there are no others."""
        return self.zh if language == "zh" and self.zh else str(self)


class SettingsError(MediatorError):
    """A setting is unknown or has an impossible value."""


class DocumentError(MediatorError):
    """A file cannot be read; the message is the reason shown in quarantine."""


class SchemaError(MediatorError):
    """A record does not follow the schema; the message names the field and the value."""


class LibraryError(MediatorError):
    """The catalogue is missing, or a document or version is not in it."""


class RightsError(MediatorError):
    """The person may not do this."""


class StaleIndexError(MediatorError):
    """The index was built with another model or cannot be read."""


class ModelError(MediatorError):
    """An embedding or chat model cannot be loaded or reached."""


class QuestionError(MediatorError):
    """The question or one of its filters cannot be used."""
