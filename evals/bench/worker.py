"""What runs inside a measured process: `python -m evals.bench.worker warm|embed`, one JSON line."""

from __future__ import annotations

import json
import resource
import sys
import time
from typing import Any

from corpus.quiet import switch_telemetry_off
from corpus.settings import load_settings
from evals.intervals import percentile


def warm() -> dict[str, Any]:
    """Ask every benchmark question once, after three that warm the process up."""
    from assistant.assistant import open_assistant
    from evals.bench.measure import questions

    assistant = open_assistant(load_settings())
    asked = questions()
    for question in asked[:3]:
        assistant.ask(question)
    spent, stages = [], {"understand": 0.0, "retrieve": 0.0, "answer": 0.0, "verify": 0.0}
    for question in asked:
        before = time.perf_counter()
        answer = assistant.ask(question)
        spent.append((time.perf_counter() - before) * 1000)
        for stage in stages:
            stages[stage] += answer.timings_ms[stage] / len(asked)
    return {
        "questions": len(asked),
        "p50_ms": percentile(spent, 0.5),
        "p95_ms": percentile(spent, 0.95),
        "stages_ms": {name: round(value, 1) for name, value in stages.items()},
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "is_torch_loaded": "torch" in sys.modules,
    }


def embed() -> dict[str, Any]:
    """Embed passages spread over the whole English GDPR of the installed package."""
    from corpus.embedder import BATCH_SIZE, open_embedder
    from corpus.manifest import default_manifest
    from corpus.settings import DataSettings
    from evals.bench.measure import EMBEDDED_PASSAGES
    from ingest.embed import faces
    from ingest.obtain import obtain
    from ingest.read import read_documents

    found = [item for item in obtain(default_manifest(), DataSettings()) if isinstance(item, list)]
    english = [item for item in found if item[0].source.id == "gdpr"]
    passages = [p for reading in read_documents(english, None) for p in reading.passages]
    model = open_embedder(load_settings().index.embedding_model)
    texts = [face.text for face in faces(passages, model.name) if face.field == "text"]
    texts = texts[:: max(1, len(texts) // EMBEDDED_PASSAGES)][:EMBEDDED_PASSAGES]
    model.embed_passages(texts[:2])
    before = time.perf_counter()
    for start in range(0, len(texts), BATCH_SIZE):
        model.embed_passages(texts[start : start + BATCH_SIZE])
    seconds = time.perf_counter() - before
    characters = sum(map(len, texts)) // len(texts)
    return {
        "passages": len(texts),
        "mean_characters": characters,
        "passages_per_s": len(texts) / seconds,
    }


if __name__ == "__main__":
    switch_telemetry_off()
    print(json.dumps({"warm": warm, "embed": embed}[sys.argv[1]]()))
