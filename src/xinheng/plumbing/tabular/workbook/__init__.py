"""Workbooks that people get back or fill in: findings marked in place, a receipt, a template to fill."""

from xinheng.plumbing.tabular.workbook.annotate import MarkedUp, annotate
from xinheng.plumbing.tabular.workbook.marks import Receipt
from xinheng.plumbing.tabular.workbook.template import TemplateField, template

__all__ = ["MarkedUp", "Receipt", "TemplateField", "annotate", "template"]
