"""What `accelerators.py` changes in Epoch's rows or adds to them, each with its reason and source."""

RENAMED = {"amd-radeon-instinct-mi250x": "AMD Instinct MI250X", "nvidia-a100-pcie": "NVIDIA A100 PCIe",
           "nvidia-l2-pcle": "NVIDIA L2 PCIe", "nvidia-l20-pcle": "NVIDIA L20 PCIe", "tesla-d1-dojo": "Tesla D1 Dojo"}

FORMS = [(r"laptop|max-q-design", "laptop"), (r"hl-205|oam|mi2[57]0|mi3\d\dx|gaudi|max-1[35]50", "oam"),
         (r"sxm|hgx|nvidia-b200|nvidia-b300|nvidia-h200$", "sxm"), (r"gb200|gb300|gh200", "module"),
         (r"pc[il]e|nvl$|dgxs|tesla-(t4|p4|k|m|c)|-(l4|l40|l40s|a2|a10|a10g|a16|a30|m40|p40)$", "pcie"),
         (r"geforce|quadro|titan|rtx|radeon-rx|radeon-pro|mi210|mi100|mi50|mi60|arc-|max-1100|mlu\d+-[sfx]", "pcie")]

# The plain FP16 column holds the rate of the matrix units, or a repetition of it.
NO_VECTOR_FP16 = {
    "amd-instinct-mi300a", "amd-instinct-mi300x", "amd-instinct-mi325x", "amd-instinct-mi350x", "amd-instinct-mi355x",
    "amd-radeon-instinct-mi250x", "amd-radeon-instinct-mi300", "biren-br100", "metax-mxc500-oam",
    "metax-mxc500-pcie", "metax-mxn100", "nvidia-b200", "nvidia-gb200", "nvidia-h100-nvl", "nvidia-l2-pcle",
    "nvidia-rtx-pro-6000-blackwell", "nvidia-tesla-t4", "tianshu-zhixin-tiangai-100-bi-v100",
    "tianshu-zhixin-zhikai-100"}

PCIE = "Epoch's one row holds the 40 GB of one card and the watts and bandwidth of the other; split in two"
A100 = {"vendor": "NVIDIA", "kind": "gpu", "form": "pcie", "fp64_tflops": 9.746, "fp32_tflops": 19.49,
        "tf32_tflops": 156.0, "fp16_tflops": 77.97, "tensor_fp16_tflops": 312.0, "int8_tops": 624.0}
# (row, columns, source, why, check). An existing value that changes becomes a note.
FIXES = [
    ("nvidia-a100-pcie", {"memory_gb": None, "bandwidth_gb_per_s": None}, "nvidia-datasheets", PCIE, ""),
    ("nvidia-a100-pcie-40gb", dict(A100, name="NVIDIA A100 PCIe 40GB", memory_gb=40.0, bandwidth_gb_per_s=1555.0),
     "nvidia-datasheets", "", ""),
    ("nvidia-a100-pcie-80gb", dict(A100, name="NVIDIA A100 PCIe 80GB", memory_gb=80.0, bandwidth_gb_per_s=1935.0),
     "nvidia-datasheets", "", ""),
    ("nvidia-l40s", {"memory_gb": 48.0, "bandwidth_gb_per_s": 864.0, "fp32_tflops": 91.6, "tf32_tflops": 183.0,
                     "tensor_fp16_tflops": 362.05, "fp8_tflops": 733.0, "int8_tops": 733.0},
     "nvidia-datasheets", "", ""),
    # 512 cores, two operations each, at 1.085 GHz; 640 in the Ti.
    ("nvidia-geforce-gtx-750", {"fp32_tflops": 1.111, "memory_gb": 1.0, "bandwidth_gb_per_s": 80.2},
     "nvidia-datasheets", "", ""),
    ("nvidia-geforce-gtx-750-ti", {"fp32_tflops": 1.389, "memory_gb": 2.0, "bandwidth_gb_per_s": 86.4},
     "nvidia-datasheets", "", ""),
    ("nvidia-h100-nvl", {"fp32_tflops": 60.3}, "nvidia-datasheets", "", ""),
    ("nvidia-tesla-k80", {"bandwidth_gb_per_s": 480.0}, "nvidia-datasheets",
     "Epoch gives one chip's bandwidth beside the whole card's memory and watts; the row is the card of two chips",
     "X10"),
    ("nvidia-tesla-k80-half", {"memory_gb": 12.0, "bandwidth_gb_per_s": 240.0}, "nvidia-datasheets", "", ""),
    ("nvidia-p40", {"bandwidth_gb_per_s": 346.0}, "nvidia-datasheets",
     "Epoch's bandwidth is twice that of the maker's sheet", ""),
    ("amd-radeon-instinct-mi308x", {"bandwidth_gb_per_s": 5300.0, "fp64_tflops": None, "fp32_tflops": None,
                                    "fp16_tflops": None, "tensor_fp16_tflops": None}, "amd-datasheets",
     "a trimmed part that keeps the MI300X's memory (5,300 GB/s); Epoch's peaks are the MI300X's and are left out",
     ""),
    ("amd-instinct-mi355x", {"fp8_tflops": 5033.2, "fp4_tflops": 10066.3}, "amd-datasheets",
     "Epoch repeats the MI350X's rate; FP8 runs at the INT8 rate of the same row, FP4 at twice it", "X37"),
    ("metax-mxc500-pcie", {"bandwidth_gb_per_s": 1800.0}, "epoch-hardware",
     "printed ten times too high: four HBM2e stacks give 1.8 TB/s", "X02"),
    ("metax-mxc500-oam", {"bandwidth_gb_per_s": 1800.0}, "epoch-hardware",
     "printed ten times too high: four HBM2e stacks give 1.8 TB/s", "X02"),
    ("intel-habana-gaudi2", {"int8_tops": None, "fp8_tflops": 865.0}, "epoch-hardware",
     "this is the FP8 rate, moved to its column", ""),
    ("nvidia-a800-pcie-80-gb", {"high_watts": 300.0}, "nvidia-datasheets", "", ""),
    ("nvidia-rtx-6000-ada-generation", {"memory_gb": 48.0, "bandwidth_gb_per_s": 960.0}, "nvidia-datasheets", "", ""),
    ("nvidia-gh200-480gb", {"memory_gb": 96.0}, "nvidia-datasheets", "", ""),
]

# Below these watts lies the notebook part of the same driver name.
NOTEBOOK_TWINS = {
    "nvidia-geforce-gtx-1050": 40, "nvidia-geforce-gtx-1050-ti": 46, "nvidia-geforce-gtx-1060": 78,
    "nvidia-geforce-gtx-1070": 110, "nvidia-geforce-gtx-1080": 150, "nvidia-geforce-gtx-1650": 50,
    "nvidia-geforce-gtx-1660-ti": 80, "nvidia-geforce-rtx-2060": 80, "nvidia-geforce-rtx-2070": 115,
    "nvidia-geforce-rtx-2070-super": 115, "nvidia-geforce-rtx-2080": 150, "nvidia-geforce-rtx-2080-super": 150}

MODEL = "a model's value: CCF's full power is 1.02 of the TDP, as in Teads' CPU curve; nothing was measured for it"
IDLE = {
    "nvidia-v100": (35, 35, "ccf", MODEL), "nvidia-tesla-v100-sxm2-16-gb": (35, 35, "ccf", MODEL),
    "nvidia-a100": (46, 46, "ccf", MODEL), "nvidia-a100-sxm4-40-gb": (46, 46, "ccf", MODEL),
    "nvidia-tesla-t4": (8, 8, "ccf", MODEL), "nvidia-a10g": (18, 18, "ccf", MODEL),
    "nvidia-p100": (36, 36, "ccf", MODEL), "nvidia-tesla-p100-sxm2": (36, 36, "ccf", MODEL)}

MEAN = {  # watts, boundary, source
    "google-tpu-v2": (221, "system", "patterson-2021"), "google-tpu-v3": (283, "system", "patterson-2021"),
    "google-tpu-v4": (192, "chip", "google-tpu"), "nvidia-p100": (271, "system", "patterson-2021"),
    "nvidia-v100": (325, "system", "patterson-2021")}

EMBODIED = {  # kg, low, high, source
    "nvidia-h100-sxm5-80gb": (164, 131, 273, "nvidia-pcf"), "nvidia-b200": (284.25, 227, 341, "nvidia-pcf"),
    "nvidia-a100-sxm4-40-gb": (127.6, 102, 153, "falk-2025")}

SPARSE = "listed as TFLOPS32 / TFLOPS16: TF32 with sparsity and FP16 with sparsity, twice the dense peak"
DRIVER = "the driver lists each of the two chips as a device of this name, each of half the watts; the row is the card"
SRAM = "this is the memory on the chip; what stands beside it is not in the source"
GOOGLE = "Google states no TDP; reckoned from its efficiency relative to TPU v2 at 280 W"
# row, text, source, column, value, unit, check
RIVALS = [
    ("nvidia-h100-sxm5-80gb", SPARSE, "mlco2-impact", "fp32_tflops", 989, "TFLOPS", "X10"),
    ("nvidia-h100-sxm5-80gb", SPARSE, "mlco2-impact", "tensor_fp16_tflops", 1979, "TFLOPS", "X10"),
    ("nvidia-h100-sxm5-80gb", "with a model loaded and no work 123 W were logged: not idle", "power-logs",
     "idle_low_watts", 123, "W", ""),
    ("nvidia-h100-sxm5-80gb", "LLMCarbon, die alone: a tenth of the card", "faiz-2024", "embodied_kg", 14.7, "kgCO2e",
     "X34"),
    ("nvidia-h100-sxm5-80gb", "EcoLogits 0.11; 164 before, 143 at first", "ecologits", "embodied_kg", 273, "kgCO2e",
     "X42"),
    ("nvidia-h100-sxm5-80gb", "BoaviztAPI's generic large GPU, as a user reports it", "boavizta-figures",
     "embodied_kg", 575.1, "kgCO2e", "X34"),
    ("nvidia-a100", "share of a server, one eighth", "chien-2023", "", 318, "kgCO2e", "X34"),
    ("nvidia-v100", "LLMCarbon, die alone", "faiz-2024", "", 9.8, "kgCO2e", "X34"),
    ("nvidia-h100-nvl", "listed as FP32; it is the dense rate of the matrix units", "mlco2-impact", "fp32_tflops",
     835, "TFLOPS", "X10"),
    ("nvidia-tesla-v100-sxm2-16-gb", "the PCIe card's watts", "techpowerup", "board_watts", 250, "W", "X12"),
    ("nvidia-tesla-v100-pcie-16-gb", "the SXM2 module's watts", "techpowerup", "board_watts", 300, "W", "X12"),
    ("nvidia-l40s", "another list's value", "techpowerup", "board_watts", 300, "W", "X12"),
    ("nvidia-a10g", "150 W in Epoch and most lists, 300 W in the sheet of the card that AWS builds in: uncertain",
     "epoch-hardware", "board_watts", 150, "W", ""),
    ("nvidia-b200", "another list counts one of its two dies: 90 GB, 4,100 GB/s", "techpowerup", "memory_gb", 90,
     "GB", "X10"),
    ("nvidia-b200", "doubtful: HGX B200 sheets give about 75; another list 74.5", "techpowerup", "fp32_tflops", 74.5,
     "TFLOPS", ""),
    ("amd-instinct-mi300x", "without packed operations; another list", "techpowerup", "fp32_tflops", 81.7, "TFLOPS",
     ""),
    ("amd-instinct-mi300x", "twice the maker's value", "techpowerup", "bandwidth_gb_per_s", 10300, "GB/s", ""),
    ("amd-instinct-mi300a", "default limit of the maker's sheet; 760 W is its peak", "amd-datasheets", "board_watts",
     550, "W", ""),
    ("nvidia-b300-blackwell-ultra", "three times the eight-bit rate by design: its four-bit units were enlarged; dense",
     "epoch-hardware", "fp4_tflops", "", "", "X10"),
    ("nvidia-gb300-blackwell-ultra", "three times the eight-bit rate by design: its four-bit units were enlarged; dense",
     "epoch-hardware", "fp4_tflops", "", "", "X10"),
    ("nvidia-tesla-k80", DRIVER, "nvidia-datasheets", "board_watts", 150, "W", "X10"),
    ("nvidia-tesla-m60", DRIVER, "nvidia-datasheets", "board_watts", 150, "W", "X10"),
    ("nvidia-a800-pcie-80-gb", "the A100 card it is made from is rated 300 W", "nvidia-datasheets", "board_watts",
     300, "W", ""),
    ("nvidia-gh200", "the GPU alone; the module with its processor is another row, 450 to 1,000 W as set",
     "nvidia-datasheets", "board_watts", 1000, "W", "X20"),
    ("nvidia-gh200-480gb", "the 480 GB of the name are the processor's memory, the GPU has 96 GB",
     "nvidia-datasheets", "memory_gb", 480, "GB", "X31"),
    ("google-tpu-v2", "TDP and measured mean are two meanings; some lists mix them", "patterson-2021", "board_watts",
     221, "W", "X11"),
    ("google-tpu-v3", "measured mean of the chip, given as TDP elsewhere", "lannelongue", "mean_training_watts", 220,
     "W", "X11"),
    ("google-tpu-v4", "measured mean of the chip, given as TDP elsewhere; Google's table reads least 90, mean 170, "
     "most 192 W, so 192 may be the highest", "lannelongue", "mean_training_watts", 170, "W", "X11"),
    ("google-tpu-v4", GOOGLE, "epoch-hardware", "board_watts", "", "", ""),
    ("google-tpu-v5p", GOOGLE, "epoch-hardware", "board_watts", "", "", ""),
    ("google-tpu-v6e-trillium", GOOGLE, "epoch-hardware", "board_watts", "", "", ""),
    ("google-tpu-v7-ironwood", GOOGLE, "epoch-hardware", "board_watts", "", "", ""),
    ("google-tpu-v5e", "another analyst's estimate; Google states none", "epoch-hardware", "board_watts", 300, "W",
     ""),
    ("nvidia-v100", "mean above the TDP: it holds the GPU's share of its server", "patterson-2021",
     "mean_training_watts", 325, "W", "X12"),
    ("nvidia-p100", "mean above the PCIe card's TDP: SXM2 module with its share of the server", "patterson-2021",
     "mean_training_watts", 271, "W", "X12"),
    ("nvidia-geforce-rtx-4090", "with FP16 sums; sums in FP32 run at half this rate", "nvidia-datasheets",
     "tensor_fp16_tflops", 165, "TFLOPS", ""),
    ("meta-mtia-v1-mtia-100", SRAM, "epoch-hardware", "memory_gb", "", "", ""),
    ("meta-mtia-v2-mtia-200", SRAM, "epoch-hardware", "memory_gb", "", "", ""),
    ("groqchip-lpu-v1", SRAM, "epoch-hardware", "memory_gb", "", "", ""),
    ("apple-m1", "Apple states no power for the graphics part of its chips", "apple", "board_watts", "", "", ""),
    ("nvidia-tesla-v100-fhhl-16gb", "another list's value", "techpowerup", "board_watts", 250, "W", "X12"),
]


def build(_data):
    """No table of its own: `accelerators.py` reads this."""
