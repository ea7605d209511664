(* Linear least squares: the squared error of W X against Y, its gradient by an exact
   second-order expansion, its minimum, and one gradient step as linear attention. *)
From Coq Require Import Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Lemmascope Require Import field_tactic.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

Section LeastSquares.
Variable R : realFieldType.
Add Field RF3 : (RingTac.ft R).
Variables (d m N : nat) (X : 'M[R]_(d, N)) (Y : 'M[R]_(m, N)).
Definition sqn a b (A : 'M[R]_(a, b)) := \sum_i \sum_j A i j ^+ 2.
Definition inner a b (A B : 'M[R]_(a, b)) := \sum_i \sum_j A i j * B i j.
Definition loss (W : 'M[R]_(m, d)) := sqn (W *m X - Y).
Definition grad (W : 'M[R]_(m, d)) := ((W *m X - Y) *m X^T) *+ 2.

Lemma inner_mulr (A : 'M[R]_(m, N)) (D : 'M[R]_(m, d)) : inner (A *m X^T) D = inner A (D *m X).
Proof.
apply: eq_bigr => i _; under eq_bigr do rewrite mxE mulr_suml.
rewrite exchange_big; apply: eq_bigr => k _; rewrite mxE mulr_sumr.
by apply: eq_bigr => j _; rewrite mxE mulrAC mulrA.
Qed.
(* exact second-order expansion: grad is the gradient *)
Theorem loss_expand W D : loss (W + D) = loss W + inner (grad W) D + sqn (D *m X).
Proof.
rewrite /loss mulmxDl; have -> : inner (grad W) D = inner (W *m X - Y) (D *m X) *+ 2.
  rewrite -inner_mulr /inner -!sumrMnl; apply: eq_bigr => i _; rewrite -sumrMnl.
  by apply: eq_bigr => j _; rewrite /grad mulmxnE mulrnAl.
rewrite /sqn /inner -sumrMnl -!big_split; apply: eq_bigr => i _ /=.
rewrite -sumrMnl -!big_split; apply: eq_bigr => j _ /=.
by rewrite addrAC mxE [(_ - _) in LHS]/= sqrrD.
Qed.
Theorem loss_min Ws W : grad Ws = 0 -> loss Ws <= loss W.
Proof.
move=> g0; rewrite -(subrK Ws W) addrC loss_expand g0.
have -> : inner 0 (W - Ws) = 0.
  by rewrite /inner big1 // => i _; rewrite big1 // => j _; rewrite mxE mul0r.
by rewrite addr0 ler_addl; do 2!apply: sumr_ge0 => ? _; apply: sqr_ge0.
Qed.
Theorem gd_is_attention eta W (xq : 'cV[R]_d) :
  (W - eta *: grad W) *m xq
  = W *m xq + \sum_k (eta *+ 2 * (X^T *m xq) k 0) *: (col k Y - W *m col k X).
Proof.
rewrite mulmxBl /grad -scaler_nat scalerA -scalemxAl -scaleNr -mulmxA; congr (_ + _).
set z := X^T *m xq; set A := W *m X; apply/colP=> i; rewrite summxE !mxE mulr_sumr.
have E k : (W *m col k X) i 0 = A i k.
  by rewrite !mxE; apply: eq_bigr => j _; rewrite mxE.
apply: eq_bigr => k _; rewrite -[eta *+ 2]mulr_natr.
rewrite [(A - Y) i k]mxE [(- Y) i k]mxE [RHS]mxE [X in _ = _ * X]mxE [col k Y i 0]mxE.
rewrite [X in _ = _ * (_ + X)]mxE E.
by move: (A i k) (Y i k) (z k 0) => a y c; rnorm R; ring.
Qed.
End LeastSquares.
