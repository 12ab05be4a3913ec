"""The pages people see. They decide nothing: each calls the functions that the tests and the command line call too."""

import os

# Gradio reads both when it is imported, and would send statistics and ask the model hub otherwise.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"
