import Foundation

/// Debian's Slurm on this machine alone: a controller and a node, started by a script and stopped by its end.
enum SlurmLoopback {
  /// Whether slurmctld, slurmd and the plug-ins for authentication without a daemon are here.
  static let isInstalled: Bool = {
    let files = FileManager.default
    let folders = ["/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin"]
    func has(_ name: String) -> Bool {
      folders.contains { files.isExecutableFile(atPath: "\($0)/\(name)") }
    }
    return ["slurmctld", "slurmd", "srun", "sbatch"].allSatisfy(has)
  }()

  /// Functions for scripts: `slurm_start`, `burn`, `value`.
  static let tools = #"""
    PATH=$PATH:/usr/sbin:/usr/local/sbin
    BOOK=${RUN% run}; export RUN BOOK PATH
    export JOULEBOOK_REGION=DE
    slurm_start() {
      mkdir -p slurm/state slurm/spool
      node=$(uname -n | cut -d. -f1)
      read -r first second <<< "$(python3 -c '
    import socket
    kept = [socket.socket() for _ in range(2)]
    for one in kept: one.bind(("127.0.0.1", 0))
    print(*(one.getsockname()[1] for one in kept))')"
      cat > slurm/slurm.conf <<END
    ClusterName=loop
    SlurmctldHost=$node(127.0.0.1)
    AuthType=auth/none
    CredType=cred/none
    SlurmUser=$(id -un)
    SlurmdUser=$(id -un)
    SlurmctldPort=$first
    SlurmdPort=$second
    StateSaveLocation=$PWD/slurm/state
    SlurmdSpoolDir=$PWD/slurm/spool
    SlurmctldPidFile=$PWD/slurm/slurmctld.pid
    SlurmdPidFile=$PWD/slurm/slurmd.pid
    ProctrackType=proctrack/linuxproc
    TaskPlugin=task/none
    JobAcctGatherType=jobacct_gather/none
    AccountingStorageType=accounting_storage/none
    SelectType=select/cons_tres
    SelectTypeParameters=CR_CPU
    SlurmdParameters=config_overrides
    MpiDefault=none
    ReturnToService=2
    SchedulerParameters=sched_interval=1,sched_min_interval=10000
    NodeName=$node NodeAddr=127.0.0.1 CPUs=16 State=UNKNOWN
    PartitionName=all Nodes=$node Default=YES State=UP
    END
      export SLURM_CONF=$PWD/slurm/slurm.conf
      slurmctld -D -c > slurm/slurmctld.log 2>&1 & controller=$!
      slurmd -D > slurm/slurmd.log 2>&1 & daemon=$!
      trap 'kill $daemon $controller; wait $daemon $controller 2>/dev/null' EXIT
      for _ in $(seq 400); do
        [ "$(sinfo -h -o %t 2>/dev/null)" = idle ] && return
        sleep 0.05
      done
      echo "Slurm does not come up"; tail -n 3 slurm/*.log; exit 99
    }
    # `sbatch --wait` looks every ten seconds.
    sbatch() {
      local kept=() word number
      for word; do [ "$word" = --wait ] || kept+=("$word"); done
      number=$(command sbatch --parsable "${kept[@]}") || return
      while [ -n "$(squeue -h -j "$number" -o %i 2>/dev/null)" ]; do sleep 0.05; done
      echo "$number"
    }
    cat > burn.py <<'END'
    import os, sys, time
    while time.process_time() < float(sys.argv[1]): pass
    name = os.environ['SLURM_JOB_NAME'] if 'SLURM_JOB_NAME' in os.environ else 'none'
    with open(f"cpu-{name}-{os.environ.get('SLURM_PROCID', '0')}", 'w') as file:
        file.write(str(time.process_time()))
    END
    burn() { python3 burn.py "$1"; }
    value() { python3 -c 'import json, sys
    book = json.load(sys.stdin)
    print(eval(sys.argv[1], {"book": book}))' "$1"; }

    """#
}
