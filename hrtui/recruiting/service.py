"""The use cases of recruiting: each permits, reads, decides, and writes with its audit entry in one transaction."""

from __future__ import annotations

from hrtui.recruiting.entering import CandidateChange as CandidateChange
from hrtui.recruiting.entering import add_candidate as add_candidate
from hrtui.recruiting.entering import apply as apply
from hrtui.recruiting.entering import change_candidate as change_candidate
from hrtui.recruiting.gathering import Worked as Worked
from hrtui.recruiting.moving import move as move
from hrtui.recruiting.moving import plan_next as plan_next
from hrtui.recruiting.moving import reject as reject
from hrtui.recruiting.moving import reopen as reopen
from hrtui.recruiting.moving import waive_message as waive_message
from hrtui.recruiting.moving import withdraw as withdraw
from hrtui.recruiting.reading import CandidateSheet as CandidateSheet
from hrtui.recruiting.reading import RequisitionLine as RequisitionLine
from hrtui.recruiting.reading import RequisitionSheet as RequisitionSheet
from hrtui.recruiting.reading import board as board
from hrtui.recruiting.reading import candidate_list as candidate_list
from hrtui.recruiting.reading import candidate_page as candidate_page
from hrtui.recruiting.reading import candidate_sheet as candidate_sheet
from hrtui.recruiting.reading import requisition_figures as requisition_figures
from hrtui.recruiting.reading import requisition_list as requisition_list
from hrtui.recruiting.reading import requisition_sheet as requisition_sheet
from hrtui.recruiting.requiring import RequisitionChange as RequisitionChange
from hrtui.recruiting.requiring import add_requisition as add_requisition
from hrtui.recruiting.requiring import approve_requisition as approve_requisition
from hrtui.recruiting.requiring import change_requisition as change_requisition
from hrtui.recruiting.requiring import move_requisition as move_requisition
from hrtui.recruiting.requiring import request_approval as request_approval
