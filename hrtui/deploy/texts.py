"""The texts a server is given: the gate, the lines for sshd, the list of keys, and what runs by night; pure."""

from __future__ import annotations

from hrtui.deploy.model import Server

MARK = "# Written by hrtui deploy; changes are undone by its next run."
SETTINGS = {
    "AuthenticationMethods": "publickey", "ExposeAuthInfo": "yes", "DisableForwarding": "yes", "PermitTunnel": "no", "PermitUserRC": "no",
    "PermitOpen": "none", "PermitListen": "none", "MaxSessions": "1", "ClientAliveInterval": "10", "ClientAliveCountMax": "2",
}  # fmt: skip
"""What holds for the service account; with the gate and the list of keys these are all lines."""
NIGHTLY = ("night",)


def gate(server: Server) -> str:
    """The gate's program: isolated from whatever the environment says, and told where the server keeps what."""
    return (
        f"#!{server.program}/bin/python -I\n{MARK}\nfrom hrtui.served.gate import main\n\n"
        f'main(etc="{server.etc}", data="{server.data}")\n'
    )


def settings(server: Server) -> dict[str, str]:
    """Everything that sshd has to hold for the service account."""
    return {"AuthorizedKeysFile": str(server.places.keys), "ForceCommand": str(server.gate), **SETTINGS}


def match(server: Server) -> str:
    """The lines for sshd: whoever logs in as the service account gets the gate, and nothing beside it."""
    lines = [f"    {name} {value}" for name, value in settings(server).items()]
    return "\n".join([MARK, f"Match User {server.account}", *lines, "Match all", ""])


def keys() -> str:
    """The list of keys before anybody is in it."""
    return (
        "# Who may log in: on each line a public key and, in the place of its comment, a login of hrtui.yaml, such as\n"
        "# ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI… alice\n"
    )


def service(server: Server) -> str:
    """What runs by night, as the service account: a verified backup, then whatever is due."""
    commands = "\n".join(f"ExecStart={command}" for command in _nightly(server))
    return (
        f"{MARK}\n[Unit]\nDescription=hrtui: backup, check and upkeep\n\n[Service]\nType=oneshot\nUser={server.account}\n"
        f"UMask=0077\nNoNewPrivileges=yes\nPrivateTmp=yes\nProtectSystem=strict\nProtectHome=yes\n"
        f"ReadWritePaths={server.data} {server.backups}\nEnvironment=HOME=/nonexistent XDG_STATE_HOME={server.data}/state/night\n"
        f"{commands}\n"
    )


def timer() -> str:
    """When that runs."""
    return f"{MARK}\n[Unit]\nDescription=hrtui by night\n\n[Timer]\nOnCalendar=*-*-* 02:15:00\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n"


def cron(server: Server) -> str:
    """The same for cron, where there is no systemd."""
    both = " && ".join(_nightly(server))
    return f"{MARK}\nHOME=/nonexistent\nXDG_STATE_HOME={server.data}/state/night\n15 2 * * *  {server.account}  umask 077; {both}\n"


def _nightly(server: Server) -> list[str]:
    return [f"{server.program}/bin/hrtui --config {server.places.config} {name}" for name in NIGHTLY]
