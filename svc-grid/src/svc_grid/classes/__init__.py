"""Case classes 案件类别: components 部件, events 事件 and community matters 社区事项, as data with conditions, levels and limits.

This service owns them. They announce nothing: who keeps a copy follows the catalogue's version, which rises with each change.
"""
