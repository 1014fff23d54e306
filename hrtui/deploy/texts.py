"""The texts a server is given: the gate, the lines for sshd, the list of keys, and what runs by night; pure."""

from __future__ import annotations

from hrtui.deploy.model import Server

MARK = "# Written by hrtui deploy; changes are undone by its next run."
SETTINGS = {
    "authenticationmethods": "publickey",
    "exposeauthinfo": "yes",
    "disableforwarding": "yes",
    "permittunnel": "no",
    "permituserrc": "no",
    "permitopen": "none",
    "permitlisten": "none",
    "maxsessions": "1",
    "clientaliveinterval": "10",
    "clientalivecountmax": "2",
}
"""What holds for the service account, as `sshd -T` spells it; with the gate and the list of keys these are all lines."""
SPELT = {
    "authenticationmethods": "AuthenticationMethods", "exposeauthinfo": "ExposeAuthInfo", "disableforwarding": "DisableForwarding",
    "permittunnel": "PermitTunnel", "permituserrc": "PermitUserRC", "permitopen": "PermitOpen", "permitlisten": "PermitListen",
    "maxsessions": "MaxSessions", "clientaliveinterval": "ClientAliveInterval", "clientalivecountmax": "ClientAliveCountMax",
}  # fmt: skip
NIGHTLY = ("backup", "night")


def gate(server: Server) -> str:
    """The gate's program: isolated from whatever the environment says, and told where the server keeps what."""
    return (
        f"#!{server.program}/bin/python -I\n{MARK}\nfrom hrtui.served.gate import main\n\n"
        f'main(etc="{server.etc}", data="{server.data}")\n'
    )


def match(server: Server) -> str:
    """The lines for sshd: whoever logs in as the service account gets the gate, and nothing beside it."""
    lines = [f"    AuthorizedKeysFile {server.places.keys}", f"    ForceCommand {server.gate}"]
    lines += [f"    {SPELT[name]} {value}" for name, value in SETTINGS.items()]
    return "\n".join([MARK, f"Match User {server.account}", *lines, "Match all", ""])


def keys() -> str:
    """The list of keys before anybody is in it."""
    return (
        "# Who may log in: on each line a public key and, in the place of its comment, a login of hrtui.yaml, such as\n"
        "# ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI… alice\n"
    )


def service(server: Server) -> str:
    """What runs by night, as the service account: a verified backup, then whatever is due."""
    run = f"{server.program}/bin/hrtui --config {server.places.config}"
    commands = "\n".join(f"ExecStart={run} {name}" for name in NIGHTLY)
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
    run = f"{server.program}/bin/hrtui --config {server.places.config}"
    both = " && ".join(f"{run} {name}" for name in NIGHTLY)
    return f"{MARK}\nHOME=/nonexistent\nXDG_STATE_HOME={server.data}/state/night\n15 2 * * *  {server.account}  umask 077; {both}\n"
