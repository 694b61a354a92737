"""Departments, users, API tokens and the access log."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models

from xinheng.areas.departments.rules import needs_department
from xinheng.areas.departments.terms import (
    AccessResult,
    DepartmentFacts,
    InterfaceLanguage,
    Role,
    Standing,
    TokenFacts,
    UserFacts,
)
from xinheng.kernel.text import Text


class Department(models.Model):
    """An organ that provides information or runs the node. The code is stable and named in every record."""

    code = models.SlugField(primary_key=True, max_length=40)
    uscc = models.CharField(max_length=18, unique=True, null=True)
    name_zh = models.CharField(max_length=200, unique=True)
    name_en = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=60, help_text="a provider kind of the lawpacks")
    region = models.CharField(max_length=6, help_text="GB/T 2260")
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(region__regex=r"^\d{6}$"), name="departments_region_code"
            ),
            models.CheckConstraint(condition=~models.Q(uscc=""), name="departments_uscc_not_blank"),
        ]

    def __str__(self) -> str:
        """The Chinese name."""
        return self.name_zh

    @property
    def name(self) -> Text:
        """The name; Chinese stands in where there is no English one."""
        return Text(zh=self.name_zh, en=self.name_en or self.name_zh)

    @property
    def as_facts(self) -> DepartmentFacts:
        """The department as rules and others see it."""
        return DepartmentFacts(
            code=self.code,
            name=self.name,
            kind=self.kind,
            region=self.region,
            uscc=self.uscc,
            active=self.is_active,
        )


class User(AbstractUser):
    """A person or system that acts for a department. `is_active` is the one switch."""

    first_name = None  # type: ignore[assignment]  # Chinese names are not split in two
    last_name = None  # type: ignore[assignment]
    name = models.CharField(max_length=100, blank=True)
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="users")
    language = models.CharField(
        max_length=10,
        default=InterfaceLanguage.CHINESE.value,
        choices=[(language.value, language.value) for language in InterfaceLanguage],
    )

    # Set on the instance that a token authenticates: the permissions that token is narrowed to.
    token_scopes: frozenset[str] | None = None

    REQUIRED_FIELDS: ClassVar = ["role"]

    class Meta:
        ordering: ClassVar = ["username"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="departments_user_role_known"
            ),
            models.CheckConstraint(
                condition=models.Q(department__isnull=False)
                | ~models.Q(role__in=[role.value for role in Role if needs_department(role)]),
                name="departments_user_has_department",
            ),
        ]

    def get_full_name(self) -> str:
        """The name as shown to others."""
        return self.name or self.username

    def get_short_name(self) -> str:
        """The same: Chinese names have no short form."""
        return self.get_full_name()

    @property
    def as_facts(self) -> UserFacts:
        """The user as the pages list it."""
        return UserFacts(
            id=self.pk,
            username=self.username,
            name=self.get_full_name(),
            email=self.email,
            role=Role(self.role),
            department=None if self.department is None else self.department.as_facts,
            language=InterfaceLanguage(self.language),
            active=self.is_active,
            last_login=self.last_login,
        )

    @property
    def standing(self) -> Standing:
        """The user as the rules see it. An inactive department leaves its users without any right."""
        department = self.department
        active = self.is_active and (department is None or department.is_active)
        facts = None if department is None else department.as_facts
        return Standing(role=Role(self.role), department=facts, active=active, scopes=self.token_scopes)


class Token(models.Model):
    """An API token of a user. Only its SHA-256 is kept (256 random bits need no slow hash)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    label = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.BinaryField(max_length=32)
    scopes = ArrayField(models.CharField(max_length=40))
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=150)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-issued_at", "-id"]

    def __str__(self) -> str:
        """What a person recognises it by."""
        return f"{self.label} ({self.prefix}…)"

    @property
    def as_facts(self) -> TokenFacts:
        """The token as the pages list it."""
        return TokenFacts(
            id=self.pk,
            username=self.user.username,
            label=self.label,
            prefix=self.prefix,
            scopes=tuple(self.scopes),
            issued_at=self.issued_at,
            expires_at=self.expires_at,
            last_used_at=self.last_used_at,
            revoked_at=self.revoked_at,
        )


class Access(models.Model):
    """One query or use of data: who, for whom, which matter, on which basis, with which result (DIS-15).

    Rows are only ever added; a trigger refuses to change or delete one.
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=150, help_text="user name, or system:<name>")
    role = models.CharField(max_length=20, blank=True)
    department = models.CharField(max_length=40, blank=True, help_text="code of the actor's department")
    subject_kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=64, help_text="USCC, or keyed hash of a person")
    matter = models.CharField(max_length=100)
    legal_basis = models.CharField(max_length=500)
    result = models.CharField(
        max_length=20, choices=[(result.value, result.value) for result in AccessResult]
    )
    acts_for = models.CharField(max_length=60, blank=True, db_default="", help_text="kind:id of a subject")
    what = models.CharField(
        max_length=300, blank=True, db_default="", help_text="what was asked for and found"
    )
    via_kind = models.CharField(max_length=20, blank=True, db_default="")
    via_id = models.CharField(max_length=60, blank=True, db_default="")

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["subject", "-id"], name="departments_access_subject"),
            models.Index(fields=["actor", "-id"], name="departments_access_actor"),
            models.Index(fields=["via_kind", "via_id", "-id"], name="departments_access_via"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(actor="") & ~models.Q(subject="") & ~models.Q(matter=""),
                name="departments_access_says_who_whom_what",
            ),
        ]

    def __str__(self) -> str:
        """One line of the register."""
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} → {self.subject_kind}:{self.subject} {self.matter}"
