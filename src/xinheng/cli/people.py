"""`xinheng first-admin`: the one login that no page can make. Everybody else comes in on the centre's pages."""

from __future__ import annotations

from typing import Annotated

import typer

from xinheng.cli.setup import console, errors, ready


def first_admin(
    username: Annotated[str, typer.Argument(help="login name of the administrator")],
    department: Annotated[
        str, typer.Option(help="code of the credit centre, made when it is not there")
    ] = "credit-centre",
    name: Annotated[str, typer.Option(help="its Chinese name")] = "信用中心",
    region: Annotated[str, typer.Option(help="its region, GB/T 2260")] = "520000",
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)] = "",
) -> None:
    """建立首个管理员 · Make the first administrator; refused once there is one."""
    ready()
    from xinheng.areas.departments import actions, service
    from xinheng.areas.departments.terms import DepartmentFacts, Role
    from xinheng.kernel.text import Text
    from xinheng.plumbing.clock import now

    if any(user.role is Role.CENTRE_ADMIN and user.active for user in service.users()):
        errors.print(
            "已有管理员，请由其在“用户”页添加 · there is an administrator already: use the users page"
        )
        raise typer.Exit(2)
    try:
        if service.department(department) is None:
            centre = DepartmentFacts(
                code=department, name=Text(zh=name, en=name), kind="development_and_reform", region=region
            )
            actions.create_department(centre, actor="command", at=now())
        new = actions.NewUser(
            username=username, name=name, role=Role.CENTRE_ADMIN, department=department, password=password
        )
        actions.create_user(new, actor="command", at=now())
    except (actions.UnableToChangeUser, actions.UnableToChangeDepartment) as refused:
        errors.print(f"[red]{refused.text.zh} · {refused.text.en}[/red]")
        raise typer.Exit(2) from refused
    console.print(f"已建立管理员 · administrator made: {username}")
