"""The table: what the parser says of each subject, looked at one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlhygiene.messages.reading import read

if TYPE_CHECKING:
    from mlhygiene.messages.experiment import Experiment, Metric

# Subject -> what was tried, and the result as `told` writes it.
ACCEPTED = {
    "exp: lr=3e-4, bs=64, warmup=1000 -> val_loss=0.42, ppl=12.3": (
        "lr=3e-4, bs=64, warmup=1000",
        "val_loss=0.42; ppl=12.3",
    ),
    "exp: add dropout=0.1 to attention -> val_loss=0.39 (3% improvement)": (
        "add dropout=0.1 to attention",
        "val_loss=0.39; [(3% improvement)]",
    ),
    "exp: lr=3e-4 -> val_loss=0.42 (better than baseline 0.45)": (
        "lr=3e-4",
        "val_loss=0.42; [(better than baseline 0.45)]",
    ),
    "exp: switch to BF16 training -> same loss, 1.8x faster, 40% less memory": (
        "switch to BF16 training",
        "<1.8x faster>; <40% less memory>; [same loss]",
    ),
    "exp: lr sweep [1e-5, 3e-4, 1e-3], best=3e-4 -> val_loss=0.42": (
        "lr sweep [1e-5, 3e-4, 1e-3], best=3e-4",
        "val_loss=0.42",
    ),
    "exp: baseline -> val_loss=0.45": ("baseline", "val_loss=0.45"),
    "exp(nlp): bigger vocab -> ppl=11.9": ("bigger vocab", "ppl=11.9"),
    "exp(vision/det): RandAugment -> mAP@0.5:0.95=0.412, AP_50=0.61": ("RandAugment", "mAP@0.5:0.95=0.412; AP_50=0.61"),
    "exp!: new label map -> acc=0.91": ("new label map", "acc=0.91"),
    "exp(nlp)!: drop cased vocab -> f1=0.88": ("drop cased vocab", "f1=0.88"),
    "exp: depth 8->6 -> val_bpb=0.9932": ("depth 8->6", "val_bpb=0.9932"),
    "exp: MATRIX_LR 0.04 -> 0.05 -> val_bpb=0.9711": ("MATRIX_LR 0.04 -> 0.05", "val_bpb=0.9711"),
    "exp: lr=3e-4 → val_loss=0.42": ("lr=3e-4", "val_loss=0.42"),
    "exp: lr=3e-4 -> val_loss = 0.42": ("lr=3e-4", "val_loss=0.42"),
    "exp: 5 seeds -> acc=0.913±0.004": ("5 seeds", "acc=0.913 ± 0.004"),
    "exp: 5 seeds -> acc=91.3 ± 0.4 %": ("5 seeds", "acc=91.3 % ± 0.4"),
    "exp: 5 seeds -> acc=91.3% +/- 0.4%": ("5 seeds", "acc=91.3 % ± 0.4"),
    "exp: 5 seeds -> acc=0.913+-0.004 (n=5)": ("5 seeds", "acc=0.913 ± 0.004; [(n=5)]"),
    "exp: fp8 -> throughput=12.5k tok/s, mem=38 GB": ("fp8", "throughput=12.5 k tok/s; mem=38 GB"),
    "exp: fp8 -> tokens/s=12500, peak_mem=38GB, step_time=210ms": (
        "fp8",
        "tokens/s=12500; peak_mem=38 GB; step_time=210 ms",
    ),
    "exp: prune 50% -> size=-50%, acc=76.1%": ("prune 50%", "size=-50 %; acc=76.1 %"),
    "exp: compile -> speedup=1.8x, mfu=0.42": ("compile", "speedup=1.8 x; mfu=0.42"),
    "exp: compile -> speedup=1.8\xd7": ("compile", "speedup=1.8 \xd7"),
    "exp: Adam -> SGD -> acc=0.9": ("Adam -> SGD", "acc=0.9"),
    "exp: swap optimizer (Adam -> SGD) -> acc=0.9": ("swap optimizer (Adam -> SGD)", "acc=0.9"),
    "exp: x -> val_loss=0.42 (was 0.45 -> big drop)": ("x", "val_loss=0.42; [(was 0.45 -> big drop)]"),
    "exp: dropout -> val_loss=0.45->0.42": ("dropout", "val_loss=0.45->0.42"),
    "exp: dropout -> val_loss=0.45 -> 0.42": ("dropout", "val_loss=0.45->0.42"),
    "exp: long ctx -> val/acc@1=0.71, top-1=76.3%, R@10=0.55": ("long ctx", "val/acc@1=0.71; top-1=76.3 %; R@10=0.55"),
    "exp: seg -> iou[road]=0.91, iou[car]=0.88": ("seg", "iou[road]=0.91; iou[car]=0.88"),
    "exp: gan -> FID=12.1, IS=9.3": ("gan", "FID=12.1; IS=9.3"),
    "exp: ablate pos-emb -> loss=nan": ("ablate pos-emb", "loss=nan"),
    "exp: lr=1 -> loss=inf": ("lr=1", "loss=inf"),
    "exp: lr=1 -> loss=-inf": ("lr=1", "loss=-inf"),
    "exp: lr=1 -> diverged": ("lr=1", "failed diverged"),
    "exp: lr=1 -> diverged (val_loss=nan at step 200)": ("lr=1", "failed diverged: val_loss=nan at step 200"),
    "exp: bs=1024 -> failed: OOM on 8xH100": ("bs=1024", "failed failed: OOM on 8xH100"),
    "exp: bs=1024 -> oom": ("bs=1024", "failed oom"),
    "exp: bs=1024 -> running": ("bs=1024", "pending running"),
    "exp: bs=1024 -> TODO": ("bs=1024", "pending todo"),
    "exp: 1M tokens -> tokens=1_000_000, loss=2.1": ("1M tokens", "tokens=1e+06; loss=2.1"),
    "exp: lr -> val_loss=0.42,ppl=12.3": ("lr", "val_loss=0.42; ppl=12.3"),
    "exp: lr -> val_loss=0.42 ppl=12.3": ("lr", "val_loss=0.42; ppl=12.3"),
    "exp: lr -> val_loss=0.42; ppl=12.3": ("lr", "val_loss=0.42; ppl=12.3"),
    "exp: lr -> val_loss=0.42 and ppl=12.3": ("lr", "val_loss=0.42; ppl=12.3"),
    "exp: lr -> val_loss=.42": ("lr", "val_loss=0.42"),
    "exp: lr -> val_loss=4.2e-1": ("lr", "val_loss=0.42"),
    "exp: lr -> val_loss=0.4.": ("lr", "val_loss=0.4"),
    "exp: lr -> val_loss=\u22120.42": ("lr", "val_loss=-0.42"),
    "exp: lr -> model=resnet50, acc=0.9": ("lr", "acc=0.9; [model=resnet50]"),
    "exp: lr -> best val_loss=0.42 at epoch 3": ("lr", "best val_loss=0.42; [at epoch 3]"),
    "exp: lr -> acc=~0.9": ("lr", "acc=~0.9"),
    "exp: lr -> wins=13/20": ("lr", "wins=0.65"),
    "exp: lr -> 准确率=0.91": ("lr", "准确率=0.91"),
    "exp: 学习率=3e-4 -> val_loss=0.42": ("学习率=3e-4", "val_loss=0.42"),
    "exp: lr -> 3% improvement": ("lr", "<3% improvement>"),
    "exp: wide -> val_loss=0.42, diverged": ("wide", "val_loss=0.42; failed diverged"),
    "exp: wide -> diverged, val_loss=nan": ("wide", "val_loss=nan; failed diverged"),
    "exp: wide -> val_loss=0.42 diverged": ("wide", "val_loss=0.42; failed diverged"),
    "exp: wide -> failed at step 3, loss=12": ("wide", "loss=12; failed failed: at step 3"),
    "exp: wide -> running on 8 GPUs": ("wide", "pending running: on 8 GPUs"),
    "exp: wide -> timeout: 24 h, node 3": ("wide", "failed timeout: 24 h, node 3"),
    "exp: wide -> timeout=30": ("wide", "timeout=30"),
    "exp: wide -> discarded": ("wide", "failed discarded"),
    "exp: wide -> killed (preempted)": ("wide", "failed killed: preempted"),
    "exp: wide -> inconclusive": ("wide", "failed inconclusive"),
    "exp: wide -> cancelled": ("wide", "failed cancelled"),
    "exp: wide -> pending": ("wide", "pending pending"),
    "exp: wide -> wip": ("wide", "pending wip"),
    "exp: wide -> acc=0.9, pending review": ("wide", "acc=0.9; [pending review]"),
    "exp: wide -> final acc=0.9, best f1=0.8": ("wide", "final acc=0.9; best f1=0.8"),
    "exp: wide -> now acc=0.9": ("wide", "acc=0.9"),
    "exp: wide -> best_acc=0.9": ("wide", "best_acc=0.9"),
    "exp: wide -> acc=0.9 (top-1), f1=0.8 (macro)": ("wide", "acc=0.9; f1=0.8; [(top-1)]; [(macro)]"),
    "exp: wide -> (3 seeds) acc=0.9": ("wide", "acc=0.9; [(3 seeds)]"),
    "exp: wide -> acc =0.9": ("wide", "acc=0.9"),
    "exp: wide -> acc= 0.9": ("wide", "acc=0.9"),
    "exp: wide -> acc=90 %": ("wide", "acc=90 %"),
    "exp: wide -> acc=90‰": ("wide", "acc=90 ‰"),
    "exp: wide -> acc=+2.5pp": ("wide", "acc=2.5 pp"),
    "exp: wide -> gain=-3e-4": ("wide", "gain=-0.0003"),
    "exp: wide -> loss=1.": ("wide", "loss=1"),
    "exp: wide -> loss=1.5E+3": ("wide", "loss=1500"),
    "exp: wide -> loss=1e": ("wide", "loss=1 e"),
    "exp: wide -> loss=Infinity": ("wide", "loss=inf"),
    "exp: wide -> loss=NaN": ("wide", "loss=nan"),
    "exp: wide -> wins=13/20 (65%)": ("wide", "wins=0.65; [(65%)]"),
    "exp: wide -> acc=0.9 -> 0.91": ("wide", "acc=0.9->0.91"),
    "exp: wide -> acc=0.9→0.91±0.01": ("wide", "acc=0.9->0.91 ± 0.01"),
    "exp: wide -> mem=12.5GB->10 GB": ("wide", "mem=12.5->10 GB"),
    "exp: wide -> lat=3µs, temp=60°C, disk=3TiB": ("wide", "lat=3 µs; temp=60 °C; disk=3 TiB"),
    "exp: wide -> speed=120 img/s, cost=3USD": ("wide", "speed=120 img/s; cost=3 USD"),
    "exp: wide -> acc=3furlongs": ("wide", "acc=3 furlongs"),
    "exp: wide -> best=3e-4": ("wide", "best=0.0003"),
    "exp: wide -> same loss, val_acc=0.9": ("wide", "val_acc=0.9; [same loss]"),
    "exp: wide -> val_acc=0.9, same loss, 1.8x faster": ("wide", "val_acc=0.9; <1.8x faster>; [same loss]"),
    "exp: wide -> 2x less memory than before": ("wide", "<2x less memory than before>"),
    "exp: wide -> ~30% fewer parameters": ("wide", "<~30% fewer parameters>"),
    "exp: wide -> https://example.org/r?acc=0.9, acc=0.9": ("wide", "acc=0.9; [https://example.org/r?acc=0.9]"),
    "exp: wide -> run=abc123, seed=0, acc=0.9": ("wide", "seed=0; acc=0.9; [run=abc123]"),
    "exp: use :( -> acc=0.9": ("use :(", "acc=0.9"),
    "exp: try (a -> acc=0.9": ("try (a", "acc=0.9"),
    "exp: range [0, 1) -> acc=0.9": ("range [0, 1)", "acc=0.9"),
    "exp: a [b -> c=1] -> acc=0.9": ("a [b -> c=1]", "acc=0.9"),
    "exp: a  ->  acc=0.9": ("a", "acc=0.9"),
    "exp: a ->\x09acc=0.9": ("a", "acc=0.9"),
    "exp: 👩\u200d🔬 wide -> acc=0.9": ("👩\u200d🔬 wide", "acc=0.9"),
    "exp: wide -> सटीकता=0.9": ("wide", "सटीकता=0.9"),
}
# Subject -> the kind of problem, the place that is marked, the line to write instead.
REFUSED = {
    "exp: lr sweep [1e-5, 3e-4, 1e-3], best=3e-4, val_loss=0.42": (
        "no-arrow",
        ", ",
        "exp: lr sweep [1e-5, 3e-4, 1e-3], best=3e-4 -> val_loss=0.42",
    ),
    "exp: WARMDOWN 0.5->0.55": ("no-arrow", "", "exp: WARMDOWN 0.5->0.55 -> <metric>=<value>"),
    "exp: batch 1 -> 2 (more gradient signal)": (
        "no-metric",
        "2 (more gradient signal)",
        "exp: batch 1->2 (more gradient signal) -> <metric>=<value>",
    ),
    "exp: lr=3e-4 ⇒ val_loss=0.42": ("look-alike-arrow", "⇒", "exp: lr=3e-4 -> val_loss=0.42"),
    "exp: lr=3e-4 => val_loss=0.42": ("look-alike-arrow", "=>", "exp: lr=3e-4 -> val_loss=0.42"),
    "exp: lr=3e-4 --> val_loss=0.42": ("look-alike-arrow", "-->", "exp: lr=3e-4 -> val_loss=0.42"),
    "exp: lr=3e-4->val_loss=0.42": ("tight-arrow", "->", "exp: lr=3e-4 -> val_loss=0.42"),
    "exp: lr=3e-4 -> val_loss: 0.42": ("no-metric", "val_loss: 0.42", "exp: lr=3e-4 -> val_loss=0.42"),
    "exp: lr=3e-4 -> 0.42": ("no-metric", "0.42", "exp: lr=3e-4 -> <metric>=0.42"),
    "exp: lr=3e-4 -> val_loss": ("no-metric", "val_loss", "exp: lr=3e-4 -> val_loss=<value>"),
    "exp: lr=3e-4 -> val_loss=": ("not-a-number", "=", "exp: lr=3e-4 -> val_loss=<value>"),
    "exp: lr=3e-4 -> better": ("no-metric", "better", "exp: lr=3e-4 -> <metric>=<value>, better"),
    "exp: lr=3e-4 -> val_loss=better": ("not-a-number", "better", "exp: lr=3e-4 -> val_loss=<value>"),
    "exp: lr=3e-4 ->": ("no-result", "", "exp: lr=3e-4 -> <metric>=<value>"),
    "exp: lr=3e-4": ("no-arrow", "", "exp: lr=3e-4 -> <metric>=<value>"),
    "exp:": ("nothing-tried", "exp:", "exp: <what> -> <metric>=<value>"),
    "exp: ": ("nothing-tried", "exp:", "exp: <what> -> <metric>=<value>"),
    "exp: -> val_loss=0.42": ("nothing-tried", "-", "exp: <what> -> val_loss=0.42"),
    "exp: lr=3e-4 -> =0.42": ("bad-name", "=", "exp: lr=3e-4 -> <metric>=0.42"),
    "exp: 1M tokens -> tokens=1,000,000": ("comma-in-number", "1,000,000", "exp: 1M tokens -> tokens=1000000"),
    "exp: lr -> val_loss=0,42": ("comma-in-number", "0,42", "exp: lr -> val_loss=0.42"),
    "exp: lr -> val_loss=1e999": ("not-a-number", "1e999", "exp: lr -> val_loss=<value>"),
    "exp: lr -> val_loss=1.2.3": ("not-a-number", "1.2.3", "exp: lr -> val_loss=<value>"),
    "exp: lr -> val_loss=0x1F": ("not-a-number", "0x1F", "exp: lr -> val_loss=<value>"),
    "exp: lr -> val_loss=٠.٤": ("not-a-number", "٠.٤", "exp: lr -> val_loss=0.4"),
    "exp: lr -> val_loss=0.42, val_loss=0.40": ("duplicate-metric", "val_loss", "exp: lr -> val_loss=<0.42 or 0.40>"),
    "exp: lr -> model=resnet50": ("not-a-number", "resnet50", "exp: lr -> <metric>=<value>, model=resnet50"),
    "exp: lr -> val loss=0.42": ("bad-name", "val loss", "exp: lr -> val_loss=0.42"),
    "exp: lr -> acc>0.9": ("no-metric", "acc>0.9", "exp: lr -> acc=<value>"),
    "exp: lr -> acc>=0.9": ("no-metric", "acc>=0.9", "exp: lr -> acc=<value>"),
    "exp: lr -> acc≈0.9": ("no-metric", "acc≈0.9", "exp: lr -> acc=~0.9"),
    "Exp: lr=3e-4 -> val_loss=0.42": ("bad-prefix", "Exp:", "exp: lr=3e-4 -> val_loss=0.42"),
    "EXP: lr=3e-4 -> val_loss=0.42": ("bad-prefix", "EXP:", "exp: lr=3e-4 -> val_loss=0.42"),
    "experiment: lr=3e-4 -> val_loss=0.42": ("bad-prefix", "experiment:", "exp: lr=3e-4 -> val_loss=0.42"),
    "exp15: lr=3e-4 -> val_loss=0.42": ("bad-prefix", "exp15:", "exp(15): lr=3e-4 -> val_loss=0.42"),
    "exp : lr=3e-4 -> val_loss=0.42": ("bad-spacing", "exp : ", "exp: lr=3e-4 -> val_loss=0.42"),
    "exp:lr=3e-4 -> val_loss=0.42": ("bad-spacing", "exp:", "exp: lr=3e-4 -> val_loss=0.42"),
    "exp lr=3e-4 -> val_loss=0.42": ("bad-prefix", "exp", "exp: lr=3e-4 -> val_loss=0.42"),
    "exp(): lr -> val_loss=0.42": ("bad-prefix", "exp():", "exp: lr -> val_loss=0.42"),
    "exp: lr=3e-4\u200b -> val_loss=0.42": ("invisible-character", "\u200b", "exp: lr=3e-4 -> val_loss=0.42"),
    "exp: lr -> same loss": ("no-metric", "same loss", "exp: lr -> <metric>=<value>, same loss"),
    "exp: lr -> no improvement": ("no-metric", "no improvement", "exp: lr -> <metric>=<value>, no improvement"),
    "exp: lr -> 2.1 points higher acc": (
        "no-metric",
        "2.1 points higher acc",
        "exp: lr -> <metric>=<value>, 2.1 points higher acc",
    ),
    "exp: see results.json -> https://wandb.ai/x/y/runs/abc?acc=0.9": (
        "no-metric",
        "https://wandb.ai/x/y/runs/abc?acc=0.9",
        "exp: see results.json -> <metric>=<value>, https://wandb.ai/x/y/runs/abc?acc=0.9",
    ),
    "exp: wide -> best acc=0.9, last acc=0.8": ("duplicate-metric", "acc", "exp: wide -> best_acc=0.9, last_acc=0.8"),
    "exp: wide -> acc=0.9, acc=0.9": ("duplicate-metric", "acc", "exp: wide -> acc=0.9"),
    "exp: wide -> acc(top1)=0.9": ("bad-name", "(top1)", "exp: wide -> acc[top1]=0.9"),
    "exp: wide -> acc==0.9": ("bad-name", "acc==0.9", "exp: wide -> acc=0.9"),
    "exp: wide -> acc:=0.9": ("bad-name", "acc:=0.9", "exp: wide -> acc=0.9"),
    "exp: wide -> acc 0.9": ("no-metric", "acc 0.9", "exp: wide -> acc=0.9"),
    "exp: wide -> acc of 0.9": ("no-metric", "acc of 0.9", "exp: wide -> acc=0.9"),
    "exp: wide -> acc ~ 0.9": ("no-metric", "acc ~ 0.9", "exp: wide -> acc=~0.9"),
    "exp: wide -> loss=--1": ("not-a-number", "--1", "exp: wide -> loss=<value>"),
    "exp: wide -> loss=1/0": ("not-a-number", "1/0", "exp: wide -> loss=<value>"),
    "exp: wide -> loss=none": ("not-a-number", "none", "exp: wide -> loss=<value>"),
    "exp: wide -> loss=12,5": ("comma-in-number", "12,5", "exp: wide -> loss=12.5"),
    "exp: wide -> n=12,500": ("comma-in-number", "12,500", "exp: wide -> n=<12500 or 12.500>"),
    "exp: wide -> n=1.000,5": ("comma-in-number", "1.000,5", "exp: wide -> n=1000.5"),
    "exp: wide -> n=1,000.5": ("comma-in-number", "1,000.5", "exp: wide -> n=1000.5"),
    "exp: wide -> n=1,000, acc=0.9": ("comma-in-number", "1,000", "exp: wide -> n=<1000 or 1.000>, acc=0.9"),
    "exp: wide -> faster": ("no-metric", "faster", "exp: wide -> <metric>=<value>, faster"),
    "exp: MATRIX_LR 0.03 -> 0.04, keep depth=8": (
        "no-metric",
        "0.04, keep depth=8",
        "exp: MATRIX_LR 0.03->0.04, keep depth=8 -> <metric>=<value>",
    ),
    "exp: window SSSL -> SSLL — found gap=1.2": (
        "no-metric",
        "SSLL — found gap=1.2",
        "exp: window SSSL->SSLL — found gap=1.2 -> <metric>=<value>",
    ),
    "exp: (a -> b=1)": ("no-arrow", "", "exp: (a -> b=1) -> <metric>=<value>"),
    "exp: wide —> acc=0.9": ("look-alike-arrow", "—>", "exp: wide -> acc=0.9"),
    "exp: wide ➜ acc=0.9": ("look-alike-arrow", "➜", "exp: wide -> acc=0.9"),
    "exp: wide - > acc=0.9": ("look-alike-arrow", "- >", "exp: wide -> acc=0.9"),
    "exp: wide ~> acc=0.9": ("look-alike-arrow", "~>", "exp: wide -> acc=0.9"),
    "exp: wide ->acc=0.9": ("tight-arrow", "->", "exp: wide -> acc=0.9"),
    "exp: wide-> acc=0.9": ("tight-arrow", "->", "exp: wide -> acc=0.9"),
    "exp: wide: acc=0.9": ("no-arrow", ": ", "exp: wide -> acc=0.9"),
    "exp: wide; val_loss=0.42": ("no-arrow", "; ", "exp: wide -> val_loss=0.42"),
    "exp: wide (val_loss=0.42)": ("no-arrow", " (", "exp: wide -> val_loss=0.42"),
    "exp: wide (prev val_loss=0.42)": ("no-arrow", "", "exp: wide (prev val_loss=0.42) -> <metric>=<value>"),
    "exp: val_loss=0.42": ("nothing-tried", "v", "exp: <what> -> val_loss=0.42"),
    "exp: wide, batch_size=64": ("no-arrow", "", "exp: wide, batch_size=64 -> <metric>=<value>"),
    "exp: wide — score -2.74, discard": ("no-arrow", "—", "exp: wide -> score=-2.74, discard"),
    "exp:  wide -> acc=0.9": ("bad-spacing", "exp:  ", "exp: wide -> acc=0.9"),
    " exp: wide -> acc=0.9": ("bad-spacing", " exp: ", "exp: wide -> acc=0.9"),
    "exp : wide -> acc=0.9": ("bad-spacing", "exp : ", "exp: wide -> acc=0.9"),
    "exp wide -> acc=0.9": ("bad-prefix", "exp", "exp: wide -> acc=0.9"),
    "exp - wide -> acc=0.9": ("bad-prefix", "exp -", "exp: wide -> acc=0.9"),
    "exp\uff1a wide -> acc=0.9": ("bad-prefix", "exp\uff1a", "exp: wide -> acc=0.9"),
    "Exp 2: wide": ("bad-prefix", "Exp 2:", "exp(2): wide -> <metric>=<value>"),
    "exp#3: wide -> acc=0.9": ("bad-prefix", "exp#3:", "exp(3): wide -> acc=0.9"),
    "exp-12b: wide -> acc=0.9": ("bad-prefix", "exp-12b:", "exp(12b): wide -> acc=0.9"),
    "experiment(nlp)!: wide -> acc=0.9": ("bad-prefix", "experiment(nlp)!:", "exp(nlp)!: wide -> acc=0.9"),
    "experiment: exp12 wide -> acc=0.9": ("bad-prefix", "experiment: exp12", "exp(12): wide -> acc=0.9"),
    "exp( nlp ): wide -> acc=0.9": ("bad-spacing", "exp( nlp ): ", "exp(nlp): wide -> acc=0.9"),
    "exp(a b): wide -> acc=0.9": ("bad-prefix", "exp(a b):", "exp(a-b): wide -> acc=0.9"),
    "exp[nlp]: wide -> acc=0.9": ("bad-prefix", "exp[nlp]:", "exp(nlp): wide -> acc=0.9"),
    "exp/nlp: wide -> acc=0.9": ("bad-prefix", "exp/nlp:", "exp(nlp): wide -> acc=0.9"),
    "[exp] wide -> acc=0.9": ("bad-prefix", "[exp]", "exp: wide -> acc=0.9"),
    "exp15: x": ("bad-prefix", "exp15:", "exp(15): x -> <metric>=<value>"),
    "Exp: wide, val_loss=0,42": ("bad-prefix", "Exp:", "exp: wide, val_loss=0,42 -> <metric>=<value>"),
    "exp!(nlp): wide -> acc=0.9": ("bad-prefix", "exp!(nlp):", "exp(nlp)!: wide -> acc=0.9"),
    "exp: wide\xa0-> acc=0.9": ("invisible-character", "\xa0", "exp: wide -> acc=0.9"),
    "exp: wide -> val\u200b_loss=0.42": ("invisible-character", "\u200b", "exp: wide -> val_loss=0.42"),
    "exp: \u202ewide -> acc=0.9": ("invisible-character", "\u202e", "exp: wide -> acc=0.9"),
    "exp: \x1b[31mwide -> acc=0.9": ("invisible-character", "\x1b", "exp: [31mwide -> acc=0.9"),
    "exp: wide -> 0.9=acc": ("bad-name", "0.9", "exp: wide -> acc=0.9"),
    "exp: wide -> =": ("bad-name", "=", "exp: wide -> <metric>=<value>"),
    "exp: wide -> 3=4": ("bad-name", "3", None),
    "exp: wide -> val loss=0.4, val acc=0.9": ("bad-name", "val loss", "exp: wide -> val_loss=0.4, val_acc=0.9"),
    "exp: wide -> val_loss:0.42, acc:0.9": (
        "no-metric",
        "val_loss:0.42, acc:0.9",
        "exp: wide -> val_loss=0.42, acc=0.9",
    ),
    "exp": ("nothing-tried", "exp", "exp: <what> -> <metric>=<value>"),
    "experiment": ("nothing-tried", "experiment", "exp: <what> -> <metric>=<value>"),
}
# Subjects that tell no experiment.
OTHER = (
    "feat: add flash attention -> 1.8x faster",
    "fix: regexp: handle -> arrow",
    "expand: tokenizer",
    'Revert "exp: lr=3e-4 -> val_loss=0.42"',
    "fixup! exp: lr=3e-4 -> val_loss=0.42",
    "expected: nothing",
    "exp.py: seed -> acc=0.9",
    "exponential decay -> acc=0.9",
    "reexp: wide -> acc=0.9",
    "squash! exp: wide",
    "amend! exp: wide",
    'Reapply "exp: wide"',
    "Merge branch 'exp/wide'",
    "experiments: add a script",
    "exp/utils: fix a path",
    "experiment tracking with wandb",
    "discard: wider — val_bpb regressed 1.883->1.934",
    "keep: MLP 4x->3x — val_bpb 1.780->1.754, gap within threshold",
    "keep: it simple",
    "Initialize DVC",
    "Add trained model checkpoint",
    "Configure git-lfs tracking",
    "data: add training dataset v1",
    "fix: handle NaN in loss computation",
    "Add dropout regularization to CNN model",
    "Fix model architecture",
    "Set up sweep configs",
    "Prepare for production run",
    "Notebook ready for execution",
    "WIP",
)
# What is not of the form, as the logbook reads it: scope, what was tried, the result.
RECOVERED = {
    "exp: lr sweep [1e-5, 3e-4, 1e-3], best=3e-4, val_loss=0.42": (
        None,
        "lr sweep [1e-5, 3e-4, 1e-3], best=3e-4",
        "val_loss=0.42",
    ),
    "exp: WARMDOWN 0.5->0.55": (None, "WARMDOWN 0.5->0.55", ""),
    "exp: batch 1 -> 2 (more gradient signal)": (None, "batch 1 -> 2 (more gradient signal)", ""),
    "exp: lr=3e-4 ⇒ val_loss=0.42": (None, "lr=3e-4", "val_loss=0.42"),
    "exp: lr=3e-4 => val_loss=0.42": (None, "lr=3e-4", "val_loss=0.42"),
    "exp: lr=3e-4 --> val_loss=0.42": (None, "lr=3e-4", "val_loss=0.42"),
    "exp: lr=3e-4->val_loss=0.42": (None, "lr=3e-4", "val_loss=0.42"),
    "exp: lr=3e-4 -> val_loss: 0.42": (None, "lr=3e-4", "val_loss=0.42"),
    "exp: lr=3e-4 -> 0.42": (None, "lr=3e-4", "[0.42]"),
    "exp: lr=3e-4 -> val_loss": (None, "lr=3e-4", "[val_loss]"),
    "exp: lr=3e-4 -> val_loss=": (None, "lr=3e-4", "[val_loss=]"),
    "exp: lr=3e-4 -> better": (None, "lr=3e-4", "[better]"),
    "exp: lr=3e-4 -> val_loss=better": (None, "lr=3e-4", "[val_loss=better]"),
    "exp: lr=3e-4 ->": (None, "lr=3e-4", ""),
    "exp: lr=3e-4": (None, "lr=3e-4", ""),
    "exp: -> val_loss=0.42": (None, "", "val_loss=0.42"),
    "exp: lr=3e-4 -> =0.42": (None, "lr=3e-4", "[=0.42]"),
    "exp: 1M tokens -> tokens=1,000,000": (None, "1M tokens", "tokens=1e+06"),
    "exp: lr -> val_loss=0,42": (None, "lr", "val_loss=0.42"),
    "exp: lr -> val_loss=1e999": (None, "lr", "[val_loss=1e999]"),
    "exp: lr -> val_loss=1.2.3": (None, "lr", "[val_loss=1.2.3]"),
    "exp: lr -> val_loss=0x1F": (None, "lr", "[val_loss=0x1F]"),
    "exp: lr -> val_loss=٠.٤": (None, "lr", "val_loss=0.4"),
    "exp: lr -> val_loss=0.42, val_loss=0.40": (None, "lr", "[val_loss=0.42, val_loss=0.40]"),
    "exp: lr -> model=resnet50": (None, "lr", "[model=resnet50]"),
    "exp: lr -> val loss=0.42": (None, "lr", "val_loss=0.42"),
    "exp: lr -> acc>0.9": (None, "lr", "[acc>0.9]"),
    "exp: lr -> acc>=0.9": (None, "lr", "[acc>=0.9]"),
    "exp: lr -> acc≈0.9": (None, "lr", "acc=~0.9"),
    "Exp: lr=3e-4 -> val_loss=0.42": (None, "lr=3e-4", "val_loss=0.42"),
    "EXP: lr=3e-4 -> val_loss=0.42": (None, "lr=3e-4", "val_loss=0.42"),
    "experiment: lr=3e-4 -> val_loss=0.42": (None, "lr=3e-4", "val_loss=0.42"),
    "exp15: lr=3e-4 -> val_loss=0.42": ("15", "lr=3e-4", "val_loss=0.42"),
    "exp : lr=3e-4 -> val_loss=0.42": (None, "lr=3e-4", "val_loss=0.42"),
    "exp:lr=3e-4 -> val_loss=0.42": (None, "lr=3e-4", "val_loss=0.42"),
    "exp lr=3e-4 -> val_loss=0.42": (None, "lr=3e-4", "val_loss=0.42"),
    "exp(): lr -> val_loss=0.42": (None, "lr", "val_loss=0.42"),
    "exp: lr=3e-4\u200b -> val_loss=0.42": (None, "lr=3e-4", "val_loss=0.42"),
    "exp: lr -> same loss": (None, "lr", "[same loss]"),
    "exp: lr -> no improvement": (None, "lr", "[no improvement]"),
    "exp: lr -> 2.1 points higher acc": (None, "lr", "[2.1 points higher acc]"),
    "exp: see results.json -> https://wandb.ai/x/y/runs/abc?acc=0.9": (
        None,
        "see results.json",
        "[https://wandb.ai/x/y/runs/abc?acc=0.9]",
    ),
    "exp: wide -> best acc=0.9, last acc=0.8": (None, "wide", "best_acc=0.9; last_acc=0.8"),
    "exp: wide -> acc=0.9, acc=0.9": (None, "wide", "acc=0.9"),
    "exp: wide -> acc(top1)=0.9": (None, "wide", "acc[top1]=0.9"),
    "exp: wide -> acc==0.9": (None, "wide", "acc=0.9"),
    "exp: wide -> acc:=0.9": (None, "wide", "acc=0.9"),
    "exp: wide -> acc 0.9": (None, "wide", "acc=0.9"),
    "exp: wide -> acc of 0.9": (None, "wide", "acc=0.9"),
    "exp: wide -> acc ~ 0.9": (None, "wide", "acc=~0.9"),
    "exp: wide -> loss=--1": (None, "wide", "[loss=--1]"),
    "exp: wide -> loss=1/0": (None, "wide", "[loss=1/0]"),
    "exp: wide -> loss=none": (None, "wide", "[loss=none]"),
    "exp: wide -> loss=12,5": (None, "wide", "loss=12.5"),
    "exp: wide -> n=12,500": (None, "wide", "[n=12,500]"),
    "exp: wide -> n=1.000,5": (None, "wide", "n=1000.5"),
    "exp: wide -> n=1,000.5": (None, "wide", "n=1000.5"),
    "exp: wide -> n=1,000, acc=0.9": (None, "wide", "[n=1,000, acc=0.9]"),
    "exp: wide -> faster": (None, "wide", "[faster]"),
    "exp: MATRIX_LR 0.03 -> 0.04, keep depth=8": (None, "MATRIX_LR 0.03 -> 0.04, keep depth=8", ""),
    "exp: window SSSL -> SSLL — found gap=1.2": (None, "window SSSL -> SSLL — found gap=1.2", ""),
    "exp: (a -> b=1)": (None, "(a -> b=1)", ""),
    "exp: wide —> acc=0.9": (None, "wide", "acc=0.9"),
    "exp: wide ➜ acc=0.9": (None, "wide", "acc=0.9"),
    "exp: wide - > acc=0.9": (None, "wide", "acc=0.9"),
    "exp: wide ~> acc=0.9": (None, "wide", "acc=0.9"),
    "exp: wide ->acc=0.9": (None, "wide", "acc=0.9"),
    "exp: wide-> acc=0.9": (None, "wide", "acc=0.9"),
    "exp: wide: acc=0.9": (None, "wide", "acc=0.9"),
    "exp: wide; val_loss=0.42": (None, "wide", "val_loss=0.42"),
    "exp: wide (val_loss=0.42)": (None, "wide", "val_loss=0.42"),
    "exp: wide (prev val_loss=0.42)": (None, "wide (prev val_loss=0.42)", ""),
    "exp: val_loss=0.42": (None, "", "val_loss=0.42"),
    "exp: wide, batch_size=64": (None, "wide, batch_size=64", ""),
    "exp: wide — score -2.74, discard": (None, "wide", "score=-2.74; [discard]"),
    "exp:  wide -> acc=0.9": (None, "wide", "acc=0.9"),
    " exp: wide -> acc=0.9": (None, "wide", "acc=0.9"),
    "exp : wide -> acc=0.9": (None, "wide", "acc=0.9"),
    "exp wide -> acc=0.9": (None, "wide", "acc=0.9"),
    "exp - wide -> acc=0.9": (None, "wide", "acc=0.9"),
    "exp\uff1a wide -> acc=0.9": (None, "wide", "acc=0.9"),
    "Exp 2: wide": ("2", "wide", ""),
    "exp#3: wide -> acc=0.9": ("3", "wide", "acc=0.9"),
    "exp-12b: wide -> acc=0.9": ("12b", "wide", "acc=0.9"),
    "experiment(nlp)!: wide -> acc=0.9": ("nlp", "wide", "acc=0.9"),
    "experiment: exp12 wide -> acc=0.9": ("12", "wide", "acc=0.9"),
    "exp( nlp ): wide -> acc=0.9": ("nlp", "wide", "acc=0.9"),
    "exp(a b): wide -> acc=0.9": ("a-b", "wide", "acc=0.9"),
    "exp[nlp]: wide -> acc=0.9": ("nlp", "wide", "acc=0.9"),
    "exp/nlp: wide -> acc=0.9": ("nlp", "wide", "acc=0.9"),
    "[exp] wide -> acc=0.9": (None, "wide", "acc=0.9"),
    "exp15: x": ("15", "x", ""),
    "Exp: wide, val_loss=0,42": (None, "wide, val_loss=0,42", ""),
    "exp!(nlp): wide -> acc=0.9": ("nlp", "wide", "acc=0.9"),
    "exp: wide\xa0-> acc=0.9": (None, "wide", "acc=0.9"),
    "exp: wide -> val\u200b_loss=0.42": (None, "wide", "val_loss=0.42"),
    "exp: \u202ewide -> acc=0.9": (None, "wide", "acc=0.9"),
    "exp: \x1b[31mwide -> acc=0.9": (None, "[31mwide", "acc=0.9"),
    "exp: wide -> 0.9=acc": (None, "wide", "acc=0.9"),
    "exp: wide -> =": (None, "wide", "[=]"),
    "exp: wide -> 3=4": (None, "wide", "[3=4]"),
    "exp: wide -> val loss=0.4, val acc=0.9": (None, "wide", "val_loss=0.4; val_acc=0.9"),
    "exp: wide -> val_loss:0.42, acc:0.9": (None, "wide", "val_loss=0.42; acc=0.9"),
    "discard: wider — val_bpb regressed 1.883->1.934": (None, "wider", "val_bpb=1.883->1.934; failed discarded"),
    "keep: MLP 4x->3x — val_bpb 1.780->1.754, gap within threshold": (
        None,
        "MLP 4x->3x",
        "val_bpb=1.78->1.754; [gap within threshold]",
    ),
}


def told(experiment: Experiment) -> str:
    """A result in one line: metrics; <claims>; [notes]; state and status."""
    parts = [_metric(metric) for metric in experiment.metrics]
    parts += [f"<{claim.raw}>" for claim in experiment.claims]
    parts += [f"[{note}]" for note in experiment.notes]
    if experiment.status:
        detail = f": {experiment.detail}" if experiment.detail else ""
        parts.append(f"{experiment.state} {experiment.status}{detail}")
    return "; ".join(parts)


def _metric(metric: Metric) -> str:
    label = f"{metric.label} " if metric.label else ""
    about = "~" if metric.approximate else ""
    before = f"{metric.previous:g}->" if metric.previous is not None else ""
    unit = f" {metric.unit}" if metric.unit else ""
    deviation = f" ± {metric.deviation:g}" if metric.deviation is not None else ""
    return f"{label}{metric.name}={about}{before}{metric.value:g}{unit}{deviation}"


@pytest.mark.parametrize(("subject", "what", "result"), [(s, *row) for s, row in ACCEPTED.items()])
def test_is_of_the_form(subject: str, what: str, result: str) -> None:
    found, problems = read(subject)

    assert problems == ()
    assert found is not None
    assert (found.what, told(found), found.recovered) == (what, result, False)


@pytest.mark.parametrize(("subject", "kind", "place", "instead"), [(s, *row) for s, row in REFUSED.items()])
def test_is_not_of_the_form(subject: str, kind: str, place: str, instead: str | None) -> None:
    found, (problem,) = read(subject)

    assert found is None
    assert (problem.kind, problem.instead) == (kind, instead)
    assert subject[problem.start :][: problem.length] == place


@pytest.mark.parametrize("subject", OTHER)
def test_is_no_experiment(subject: str) -> None:
    assert read(subject) == (None, ())


@pytest.mark.parametrize("subject", [*REFUSED, *OTHER])
def test_the_logbook_reads_what_it_can(subject: str) -> None:
    found = read(subject, liberal=True).experiment
    expected = RECOVERED.get(subject)

    assert (found and (found.scope, found.what, told(found))) == expected
    assert found is None or found.recovered


@pytest.mark.parametrize("instead", sorted({row[2] for row in REFUSED.values() if row[2] and "<" not in row[2]}))
def test_the_line_to_write_instead_is_of_the_form(instead: str) -> None:
    assert read(instead).experiment is not None
