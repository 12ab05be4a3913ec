"""What Alembic runs: the connection of whoever asks in, the steps run on it."""

from alembic import context

from mediator_bot.library.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
