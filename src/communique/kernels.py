"""Kernels that start warm: forks of one process that has imported what every notebook imports.

Importing pandas, Matplotlib and NLTK takes longer than running a chapter. On Linux a server process
imports them once, and each kernel is a fork of it in which nothing has run yet: the same ipykernel,
reached over its connection file like any other. Elsewhere forking after such imports is not safe,
and kernels start in the ordinary way.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.forkserver
import os
import signal
import sys
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager

#: What the server imports before the first fork.
PRELOADED = ["communique.study", "communique.tables", "communique.figures", "ipykernel.kernelapp"]


def manager_class() -> type[AsyncKernelManager]:
    """The manager to start kernels with on this system."""
    return ForkedKernelManager if sys.platform == "linux" else AsyncKernelManager


def process_context() -> BaseContext:
    """How to start a process that has the package: from the same server where there is one."""
    return multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")


def start_server() -> None:
    """Start the process from which kernels are forked, unless it runs; it imports meanwhile."""
    if sys.platform == "linux":
        multiprocessing.get_context("forkserver").set_forkserver_preload(PRELOADED)
        multiprocessing.forkserver.ensure_running()


class ForkedKernelManager(AsyncKernelManager):
    """A kernel manager whose kernels are forks; everything else is its parent's."""

    async def _async_launch_kernel(self, kernel_cmd: list[str], **kw: Any) -> None:
        provisioner: Any = self.provisioner
        arguments = kernel_cmd[kernel_cmd.index("-f") :]
        provisioner.process = ForkedKernel(arguments, kw.get("cwd"), kw["env"])
        provisioner.pid, provisioner.pgid = provisioner.process.pid, None
        self._reconcile_connection_info(provisioner.connection_info)


class ForkedKernel:
    """A forked kernel with the methods of `subprocess.Popen` that a provisioner calls."""

    stdin = stdout = stderr = None

    def __init__(
        self, arguments: list[str], folder: str | None, environment: dict[str, str]
    ) -> None:
        start_server()
        context = multiprocessing.get_context("forkserver")
        self._process = context.Process(
            target=_be_kernel, args=(arguments, folder, environment), daemon=True
        )
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    def poll(self) -> int | None:
        """Exit code, or None while the kernel runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for the end of the kernel."""
        self._process.join(timeout)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Signal the kernel, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the kernel."""
        self.send_signal(signal.SIGKILL)


def _be_kernel(arguments: list[str], folder: str | None, environment: dict[str, str]) -> None:
    """What the fork does: take on folder and environment, be silent, and serve."""
    import matplotlib as mpl
    from ipykernel.kernelapp import IPKernelApp

    # Matplotlib asks for its backend when it is imported, which the server has done already.
    mpl.rcParams["backend"] = "module://matplotlib_inline.backend_inline"
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    if folder:
        os.chdir(Path(folder))
        sys.path.insert(0, "")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    multiprocessing.current_process().daemon = False
    IPKernelApp.launch_instance(argv=arguments)
